import { columnTypeInShort } from './column-types.ts';
import { named, object, optional, PRINTABLE, SOURCE_TEXT, type Stored, sequence, text } from './fields.ts';
import { NAME_LIMIT, reference } from './name-fields.ts';
import { referenceRule } from './rules.ts';
import { section } from './section.ts';
import { knownZones, zoneExists } from './zones.ts';

export const MAX_VIEWS = 30;

const viewColumn = object(
  {
    name: text({
      description: 'Name of the column, as the query gives it: lower-case letters, digits and underscores.',
      example: 'event_hour',
      minLength: 1,
      maxLength: 128,
      pattern: '^[a-z_][a-z0-9_]*$',
      remedy: 'write lower-case letters, digits and underscores, first a letter, like event_hour',
    }),
    type: columnTypeInShort,
  },
  { description: 'One column of the view.' },
);

const view = object(
  {
    name: text({
      description: 'Name of the view in the Glue catalog, of which no table of its zone may have the same.',
      example: 'recent_events',
      maxLength: NAME_LIMIT,
      rules: [
        {
          cel: "size(self) <= 56 && self.matches('^[a-z]([a-z0-9_]*[a-z0-9])?$')",
          message:
            'view name "{self}" is not at most 56 lower-case letters, digits and inner underscores; write one like recent_events',
        },
      ],
    }),
    zone: reference('zones', {
      to: 'zone in whose database the view stands, and whose tables its query names without a database',
      example: 'curated',
    }),
    description: optional(
      text({
        description: 'Shown in the catalog.',
        example: 'Events of the last seven days',
        maxLength: 1024,
        pattern: PRINTABLE,
        remedy: 'remove control and private-use characters',
      }),
    ),
    sql: text({
      description:
        'One query of Athena: SELECT or WITH, no semicolon. Tables of other zones are written "database"."table". Who reads the view needs rights on what it reads.',
      example: 'SELECT event_type, count(*) AS events FROM events GROUP BY event_type',
      minLength: 1,
      maxLength: 16384,
      pattern: SOURCE_TEXT,
      remedy: 'write text without control characters',
    }),
    columns: sequence(viewColumn, {
      description:
        'What the query gives, in its order, in types of Glue. Athena refuses to read a view whose query gives other names or types: cast where they differ. timestamp is one of milliseconds.',
      example: [{ name: 'event_type', type: 'string' }],
      minItems: 1,
      maxItems: 100,
    }),
  },
  { description: 'One view: a query under a name, read by Athena like a table. Glue and Spark do not read it.' },
);

export const viewsSection = section({
  spec: {
    views: optional(
      named(view, {
        description:
          'Views of the catalog. A removed view is no longer managed, but the catalog keeps it; drop it there when nobody needs it.',
        maxItems: MAX_VIEWS,
      }),
    ),
  },
  rules: [referenceRule({ list: 'views', item: 'view', field: 'zone', exists: zoneExists, known: knownZones })],
});

export type View = Stored<typeof view>;
