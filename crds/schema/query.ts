import {
  choice,
  integer,
  named,
  object,
  optional,
  PRINTABLE,
  SOURCE_TEXT,
  type Stored,
  sequence,
  text,
} from './fields.ts';
import { partName, reference } from './name-fields.ts';
import type { Rule } from './rules.ts';
import { section } from './section.ts';
import { fromAws } from './status-fields.ts';
import { knownZones, zoneExists } from './zones.ts';

/** Below which results lie in their zone. */
export const QUERY_RESULTS = 'athena/';

const MAX_QUERIES = 50;
/** Athena takes 262,144 bytes; with fifty of them in one object, some must be shorter. */
const MOST_SQL = 32_768;

const namedQuery = object(
  {
    name: partName('query', 'hourly-users'),
    description: optional(
      text({
        description: 'What it tells.',
        example: 'Users per hour',
        maxLength: 1024,
        minLength: 1,
        pattern: PRINTABLE,
        remedy: 'write one line of text',
      }),
    ),
    sql: optional(
      text({
        description:
          'One statement of Athena. Tables without a database are those of zone; others are written "database"."table", with the database of status.zones or status.externalDatabase.',
        example: 'SELECT count(DISTINCT user_id) FROM raw_events',
        maxLength: MOST_SQL,
        minLength: 1,
        pattern: SOURCE_TEXT,
        remedy: 'write text without control characters',
      }),
    ),
    zone: optional(reference('zones', { to: 'zone that sql reads, the first one when left out', example: 'curated' })),
    alsoReads: optional(
      sequence(reference('zones', { to: 'other zones that sql reads', example: 'raw' }), {
        description: 'Other zones that sql reads: what runs the query for the pipeline may read these and zone.',
        maxItems: 12,
      }),
    ),
    alsoReadsTables: optional(
      sequence(reference('tables', { to: 'tables that sql reads', example: 'partner_orders' }), {
        description:
          'Tables that sql reads and that lie in none of these zones: those with a location, or single ones of other zones.',
        maxItems: 12,
      }),
    ),
    builtIn: optional(
      choice(['HourlyAggregates'], {
        description: 'Instead of sql. HourlyAggregates: events and users per hour and type in the last seven days.',
      }),
    ),
    table: optional(
      reference('tables', {
        to: 'table that builtIn reads; HourlyAggregates: with event_time, user_id and event_type',
        example: 'processed_events',
      }),
    ),
  },
  {
    description: 'One saved query. Exactly one of sql and builtIn.',
    rules: [
      {
        cel: 'has(self.sql) != has(self.builtIn)',
        message: "query \"{self.name}\" has {has(self.sql) ? 'both' : 'none'} of sql and builtIn; write exactly one",
      },
      {
        cel: 'has(self.builtIn) == has(self.table)',
        message: 'query "{self.name}" has one of builtIn and table; write both, or sql, which names its tables itself',
        fieldPath: '.table',
      },
      {
        cel: '!has(self.builtIn) || !(has(self.zone) || has(self.alsoReads) || has(self.alsoReadsTables))',
        message:
          'zones do not apply to built-in query "{self.name}", which reads its table; remove zone, alsoReads and alsoReadsTables',
        fieldPath: '.builtIn',
      },
    ],
  },
);

const query = object(
  {
    resultsZone: text({
      description: `Zone that takes results, below ${QUERY_RESULTS}.`,
      maxLength: 63,
      refersTo: 'zones',
      default: 'results',
    }),
    scanLimitGiB: integer({
      description: 'Gibibytes that one query may read before Athena ends it: what it may cost.',
      minimum: 1,
      maximum: 1_048_576,
      default: 100,
    }),
    namedQueries: optional(
      named(namedQuery, { description: 'Saved queries, in the console and for workflows.', maxItems: MAX_QUERIES }),
    ),
  },
  {
    description:
      'An Athena workgroup: results encrypted in a zone, every setting enforced, what a query reads limited. Everybody else of the account needs rights of their own to use it.',
  },
);

const resultsZoneExists: Rule = {
  cel: `!has(self.query) || ${zoneExists('self.query.resultsZone')}`,
  message: `query names resultsZone "{self.query.resultsZone}", which does not exist; write one of: {${knownZones}}`,
  fieldPath: '.query.resultsZone',
};

export const querySection = section({
  spec: { query: optional(query) },
  rules: [resultsZoneExists],
  status: { workgroup: optional(fromAws('Name of the Athena workgroup.', 'analytics-clickstream')) },
});

export type Query = Stored<typeof query>;
export type NamedQuery = Stored<typeof namedQuery>;
