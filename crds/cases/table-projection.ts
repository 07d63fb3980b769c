/** Tables: projection in full. */
import { tableOf } from './build.ts';
import type { BadSpec, GoodSpec } from './cases.ts';

/** As one writes the placeholder of a key; TypeScript would take it for its own. */
const of = (...names: readonly string[]) => names.map((name) => ['$', '{', name, '}/'].join('')).join('');

const keyed = (types: Readonly<Record<string, string>>, keys: readonly object[], more: object = {}) => ({
  tables: [
    tableOf({
      partitionKeys: Object.entries(types).map(([name, type]) => ({ name, type })),
      projection: { keys, ...more },
    }),
  ],
});

const dated = (date: object, type = 'string') => keyed({ dt: type }, [{ name: 'dt', date }]);
const counted = (integer: object, type = 'int') => keyed({ n: type }, [{ name: 'n', integer }]);
const days = { name: 'dt', date: { from: '2026-01-01' } };

export const goodProjections: readonly GoodSpec[] = [
  {
    reason: 'numbers without zeros, as Spark writes them',
    spec: keyed({ year: 'int', month: 'int' }, [
      { name: 'year', integer: { min: 2026, max: 2040 } },
      { name: 'month', integer: { min: 1, max: 12 } },
    ]),
  },
  {
    reason: 'hours in folders, as Firehose writes them',
    spec: keyed({ at: 'string' }, [{ name: 'at', date: { format: 'yyyy/MM/dd/HH', from: '2026-01-01T05:00' } }], {
      locationTemplate: of('at'),
    }),
  },
  {
    reason: 'Regions and days, as CloudTrail and VPC flow logs write them',
    spec: keyed(
      { region: 'string', day: 'string' },
      [
        { name: 'day', date: { format: 'yyyy/MM/dd', from: '2026-01-01' } },
        { name: 'region', enum: ['eu-central-1', 'us-east-1'] },
      ],
      { locationTemplate: `AWSLogs/123456789012/vpcflowlogs/${of('region', 'day')}` },
    ),
  },
  {
    reason: 'tenants that nobody can list, and days as dates',
    spec: keyed({ tenant: 'string', dt: 'date' }, [{ name: 'tenant', injected: {} }, days]),
  },
  { reason: 'quarters of an hour', spec: counted({ min: 0, max: 45, interval: 15, digits: 2 }, 'string') },
  { reason: 'every second week', spec: dated({ from: '2026-01-05', interval: 2, unit: 'WEEKS' }) },
  { reason: 'text inside a format', spec: dated({ format: "'year='yyyy'/month='MM", from: '2026-01-01' }) },
];

const bad = (
  reason: string,
  spec: BadSpec['spec'],
  path: string,
  message: string,
  by: BadSpec['by'] = 'rule',
): BadSpec => ({ reason, spec, path: `spec.tables[0].projection${path}`, message, by });

const UNFIT = (name: string) =>
  `key "${name}" of table "events" has a type that its projection does not fit; write string for enum, string, int or bigint for integer, string for date (or date in the format yyyy-MM-dd)`;
const FORM = 'has characters or a form that is not allowed';

export const badProjections: readonly BadSpec[] = [
  {
    reason: 'projection said twice',
    spec: {
      tables: [
        tableOf({
          partitionKeys: [{ name: 'date', type: 'string' }],
          partitionProjection: true,
          projection: { keys: [{ name: 'date', date: { from: '2026-01-01' } }] },
        }),
      ],
    },
    path: 'spec.tables[0].partitionProjection',
    message:
      'table "events" has partitionProjection and projection; remove partitionProjection, projection says it all',
    by: 'rule',
  },
  bad(
    'a partition key that nobody computes',
    keyed({ region: 'string', dt: 'string' }, [days]),
    '',
    'projection of table "events" does not say how partition key "region" is computed; add it to projection.keys',
  ),
  bad(
    'a computed key that is none',
    keyed({ dt: 'string' }, [days, { name: 'day', injected: {} }]),
    '',
    'projection of table "events" computes "day", which is no partition key; add it to partitionKeys, or remove it',
  ),
  bad(
    'projection without partition keys',
    { tables: [tableOf({ projection: { keys: [days] } })] },
    '',
    'projection of table "events" computes "dt", which is no partition key; add it to partitionKeys, or remove it',
  ),
  bad(
    'a key computed twice',
    keyed({ dt: 'string' }, [days, days]),
    '.keys[1].name',
    'name "dt" occurs twice in its list; give each its own',
    'structure',
  ),
  bad(
    'a key computed in two ways',
    keyed({ dt: 'string' }, [{ ...days, injected: {} }]),
    '.keys[0]',
    'key "dt" has more than one of date, integer, enum and injected; write exactly one',
  ),
  bad(
    'a key computed in no way',
    keyed({ dt: 'string' }, [{ name: 'dt' }]),
    '.keys[0]',
    'key "dt" has none of date, integer, enum and injected; write exactly one',
  ),
  bad('an enum of numbers', keyed({ k: 'int' }, [{ name: 'k', enum: ['1'] }]), '', UNFIT('k')),
  bad('an integer as date', counted({ min: 1, max: 2 }, 'date'), '', UNFIT('n')),
  bad('a date as timestamp', dated({ from: '2026-01-01' }, 'timestamp'), '', UNFIT('dt')),
  bad('a date that is written otherwise', dated({ format: 'yyyy/MM/dd', from: '2026-01-01' }, 'date'), '', UNFIT('dt')),
  bad('an injected double', keyed({ k: 'double' }, [{ name: 'k', injected: {} }]), '', UNFIT('k')),
  bad(
    'a template without one of the keys',
    keyed({ region: 'string', dt: 'string' }, [{ name: 'region', injected: {} }, days], {
      locationTemplate: of('region'),
    }),
    '',
    'locationTemplate of table "events" lacks the key "dt"; write its name in it, in a dollar sign and braces',
  ),
  bad(
    'a template with a key that is none',
    keyed({ dt: 'string' }, [days], { locationTemplate: of('region', 'dt') }),
    '.locationTemplate',
    `locationTemplate has ${of('region').slice(0, -1)}, which is no partition key; write one of: ${of('dt').slice(0, -1)}`,
    'check',
  ),
  ...['dt/', '/dt/', 's3://bucket/dt/'].map((start) =>
    bad(
      `a template ${start === 'dt/' ? 'without slash at its end' : `that begins with ${start}`}`,
      keyed({ dt: 'string' }, [days], {
        locationTemplate: start === 'dt/' ? of('dt').slice(0, -1) : `${start}${of('dt')}`,
      }),
      '.locationTemplate',
      `${FORM}; write a path that ends in a slash and has each key in a dollar sign and braces, like region/dt/`,
      'structure',
    ),
  ),
  ...['YYYY-MM-dd', 'yyyy-DDD', 'yyyy,MM', "yyyy'Q"].map((format) =>
    bad(
      `a date format ${format}`,
      dated({ format, from: '2026-01-01' }),
      '.keys[0].date.format',
      `${FORM}; write yyyy, MM, dd, HH and mm with / - _ . or : between, like yyyy/MM/dd`,
      'structure',
    ),
  ),
  bad(
    'a date format that leaves out the month',
    dated({ format: 'yyyy-dd', from: '2026-01-01' }),
    '.keys[0].date.format',
    'format "yyyy-dd" of key "dt" has no months before something finer; write it from the year on, like yyyy/MM/dd',
    'check',
  ),
  bad(
    'dates from a day that is none',
    dated({ from: '2026-02-30' }),
    '.keys[0].date.from',
    'from of key "dt" is no day of the calendar; write one like "2026-01-01"',
    'check',
  ),
  bad(
    'dates from a year',
    dated({ format: 'yyyy', from: '2026' }),
    '.keys[0].date.from',
    `${FORM}; write a day in quotes, like "2026-01-01", or with an hour "2026-01-01T00:00"`,
    'structure',
  ),
  bad(
    'dates without a first one',
    dated({}),
    '.keys[0].date.from',
    'from is required; add it, like from: "2026-01-01"',
    'structure',
  ),
  bad(
    'hours of a format that shows days',
    dated({ from: '2026-01-01', unit: 'HOURS' }),
    '.keys[0].date.unit',
    'unit HOURS of key "dt" is finer than its format "yyyy-MM-dd", so values would repeat; write DAYS, or a finer format',
    'check',
  ),
  bad(
    'a unit in small letters',
    dated({ from: '2026-01-01', unit: 'days' }),
    '.keys[0].date.unit',
    '"days" is not a value of unit; write DAYS',
    'structure',
  ),
  bad(
    'an integer that ends before it begins',
    counted({ min: 12, max: 1 }),
    '.keys[0].integer',
    'min of a projected integer is greater than its max; write the smaller number as min',
  ),
  bad(
    'digits of nothing',
    counted({ min: 1, max: 12, digits: 0 }),
    '.keys[0].integer.digits',
    'must be at least 1; write 1 or more',
    'structure',
  ),
  bad(
    'an enum of two values in one',
    keyed({ k: 'string' }, [{ name: 'k', enum: ['a,b'] }]),
    '.keys[0].enum[0]',
    `${FORM}; write a value without comma`,
    'structure',
  ),
  bad(
    'an enum of nothing',
    keyed({ k: 'string' }, [{ name: 'k', enum: [] }]),
    '.keys[0].enum',
    'must have at least 1 item; add one, or leave the field out',
    'structure',
  ),
];
