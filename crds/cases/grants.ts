/** Who gets at the data beside the pipeline's own roles; cases of the section `access`. */
import { tableOf } from './build.ts';
import type { BadSpec, Cases } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

const ROLE = 'arn:aws:iam::123456789012:role/analysts';

const readers = (fields: Fields, more: Fields = {}): Fields => ({
  access: { readers: [{ name: 'analysts', roleArn: ROLE, zones: ['raw'], ...fields }] },
  ...more,
});
const writers = (fields: Fields, more: Fields = {}): Fields => ({
  access: { writers: [{ name: 'loader', roleArn: ROLE, tables: ['events'], ...fields }] },
  tables: [tableOf()],
  ...more,
});
const secret = tableOf({ columns: [{ name: 'user_id', type: 'string', classification: 'Restricted' }] });
const elsewhere = {
  name: 'outside',
  location: 's3://somebody-elses/orders/',
  columns: [{ name: 'id', type: 'string' }],
};

const bad = (
  reason: string,
  spec: Fields,
  [path, message]: readonly [string, string],
  by: BadSpec['by'] = 'check',
): BadSpec => ({ reason, spec, path: `spec.access.${path}`, message, by });

export const grantsCases: Cases = {
  good: [
    { reason: 'a reader of zones', spec: readers({ zones: ['raw', 'curated'] }) },
    { reason: 'a reader of a table', spec: readers({ zones: undefined, tables: ['events'] }, { tables: [tableOf()] }) },
    {
      reason: 'a reader of a table outside of the zones',
      spec: readers({ zones: undefined, tables: ['outside'] }, { tables: [elsewhere] }),
    },
    { reason: 'a writer of a table', spec: writers({}) },
    {
      reason: 'a reader of what is Restricted, who may',
      spec: readers({ maxClassification: 'Restricted' }, { tables: [secret] }),
    },
    {
      reason: 'a closed zone with a partner in another account, and a writer',
      spec: {
        zones: [
          {
            name: 'raw',
            classification: 'Restricted',
            bucketPolicy: [{ sid: 'Partner', actions: ['s3:GetObject'], principals: { aws: ['210987654321'] } }],
          },
        ],
        access: {
          writers: [
            {
              name: 'loader',
              roleArn: 'arn:aws:iam::123456789012:role/etl/loader',
              zones: ['raw'],
              maxClassification: 'Restricted',
            },
          ],
        },
      },
    },
  ],
  bad: [
    bad(
      'a grant of nothing',
      readers({ zones: undefined }),
      ['readers[0]', 'grant "analysts" names neither zones nor tables; write at least one of them'],
      'rule',
    ),
    bad(
      'a grant to a user',
      readers({ roleArn: 'arn:aws:iam::123456789012:user/ann' }),
      [
        'readers[0].roleArn',
        'roleArn "arn:aws:iam::123456789012:user/ann" is not the ARN of a role; write arn:<partition>:iam::<account>:role/<path and name>',
      ],
      'rule',
    ),
    bad(
      'a grant to every role',
      readers({ roleArn: 'arn:aws:iam::123456789012:role/*' }),
      [
        'readers[0].roleArn',
        'roleArn "arn:aws:iam::123456789012:role/*" is not the ARN of a role; write arn:<partition>:iam::<account>:role/<path and name>',
      ],
      'rule',
    ),
    bad(
      'a reader of another account',
      readers({ roleArn: 'arn:aws:iam::210987654321:role/partner' }),
      ['readers', 'readers "analysts" is no role of account 123456789012; let others in by bucketPolicy of the zone'],
      'rule',
    ),
    bad(
      'a writer of another account',
      writers({ roleArn: 'arn:aws:iam::210987654321:role/partner' }),
      ['writers', 'writers "loader" is no role of account 123456789012; let others in by bucketPolicy of the zone'],
      'rule',
    ),
    bad(
      'an unknown classification',
      readers({ maxClassification: 'Secret' }),
      [
        'readers[0].maxClassification',
        '"Secret" is not a value of maxClassification; write one of: Public, Internal, Confidential, Restricted',
      ],
      'structure',
    ),
    bad('a zone that does not exist', readers({ zones: ['gold'] }), [
      'readers[0].zones[0]',
      'grant "analysts" names zone "gold", which does not exist; write one of: raw, processed, curated, results',
    ]),
    bad('a table where there is none', readers({ zones: undefined, tables: ['events'] }), [
      'readers[0].tables[0]',
      'grant "analysts" names table "events", which does not exist; declare it in spec.tables',
    ]),
    bad('a table that does not exist', writers({ tables: ['event'] }), [
      'writers[0].tables[0]',
      'grant "loader" names table "event", which does not exist; write one of: events',
    ]),
    bad('a zone above the grant', readers({}, { zones: [{ name: 'raw', classification: 'Confidential' }] }), [
      'readers[0].zones[0]',
      'zone "raw" is Confidential, and grant "analysts" gets at Internal at most; write maxClassification: Confidential if it may, or remove the zone',
    ]),
    bad('a zone in a pipeline above the grant', readers({ maxClassification: 'Public' }), [
      'readers[0].zones[0]',
      'zone "raw" is Internal, and grant "analysts" gets at Public at most; write maxClassification: Internal if it may, or remove the zone',
    ]),
    bad('a zone with a table above the grant', readers({}, { tables: [secret] }), [
      'readers[0].zones[0]',
      'zone "raw" has table "events" with columns that are Restricted, and grant "analysts" gets at Internal at most; write maxClassification: Restricted if it may, or name tables instead of the zone',
    ]),
    bad('a table with a column above the grant', writers({}, { tables: [secret] }), [
      'writers[0].tables[0]',
      'table "events" is Restricted, and grant "loader" gets at Internal at most; write maxClassification: Restricted if it may, or remove the table',
    ]),
    bad('a writer of objects that are not ours', writers({ tables: ['outside'] }, { tables: [elsewhere] }), [
      'writers[0].tables[0]',
      'grant "loader" writes table "outside", whose objects lie in a bucket that is not the pipeline\'s; let it write there by what that bucket belongs to, or make it a reader',
    ]),
  ],
};
