import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { find, forProvider, policyIn } from '../../testing/render.ts';

type Application = NonNullable<DataPipelineSpec['applications']>[number];

const [base] = fullSpec().applications ?? [];
if (base === undefined) throw new Error('fullSpec has an application');
const BUCKET = 'team-a-shop--code-123456789012-eu-central-1-an';
const SQL = "INSERT INTO `done` SELECT id, 'a\"; DROP' FROM main;\n";
const COLUMNS = [{ name: 'id', type: 'string' }];

const sql = (more: Partial<Application> = {}): Application => ({
  ...base,
  to: 'done',
  code: { sql: SQL },
  input: { columns: COLUMNS },
  output: { columns: COLUMNS },
  ...more,
});
const pipeline = (applications: Application[], more: Partial<DataPipelineSpec> = {}) =>
  aPipeline({
    streams: ['main', 'done', 'other'].map((name) => ({ name, retentionHours: 24 })),
    applications,
    ...more,
  });
const schedulesOf = (...given: Parameters<typeof pipeline>) =>
  renderPipeline(pipeline(...given))
    .objects.filter(({ kind }) => kind.key === 'scheduler.Schedule')
    .map(({ manifest }) => (manifest.spec as { forProvider: { target: { input: string } } }).forProvider)
    .map((fields) => ({ ...fields, asked: JSON.parse(fields.target.input) as Record<string, string> }));
const groupsOf = (application: Application, more: Partial<DataPipelineSpec> = {}) => {
  const fields = forProvider(pipeline([application], more), 'Application', 'shop-application-count');
  const { environmentProperties } = fields.applicationConfiguration as {
    environmentProperties: { propertyGroup: { propertyGroupId: string; propertyMap: Record<string, string> }[] };
  };
  return new Map(
    environmentProperties.propertyGroup.map(({ propertyGroupId, propertyMap }) => [propertyGroupId, propertyMap]),
  );
};
const tablesOf = (...given: Parameters<typeof groupsOf>) =>
  JSON.parse(groupsOf(...given).get('FlinkSqlTables')?.['tables.000'] ?? '') as unknown;

describe('an application of SQL', () => {
  test('is told its statements to the letter, and its streams as tables', () => {
    const groups = groupsOf(sql());
    expect(groups.get('FlinkSql')).toEqual({ 'sql.000': SQL.trim() });
    expect(groups.get('kinesis.analytics.flink.run.options')).toEqual({
      python: 'main.py',
      jarfile: 'lib/connector.jar',
    });
    const stream = 'arn:aws:kinesis:eu-central-1:123456789012:stream/team-a-shop';
    expect(tablesOf(sql())).toEqual([
      { name: 'main', role: 'source', stream: `${stream}-main`, region: 'eu-central-1', columns: COLUMNS },
      { name: 'done', role: 'sink', stream: `${stream}-done`, region: 'eu-central-1', columns: COLUMNS },
    ]);
  });

  test('takes the columns of a table, and says how its times are to be read', () => {
    const { zones, tables } = fullSpec();
    const input = { table: 'raw_events', eventTime: 'id', maxDelaySeconds: 5, startAt: 'TRIM_HORIZON' } as const;
    const told = tablesOf(sql({ input, output: { columns: COLUMNS, partitionBy: ['id'] } }), {
      ...(zones && { zones }),
      ...(tables && { tables }),
    });
    expect(told).toMatchObject([
      { columns: COLUMNS, eventTime: { column: 'id', maxDelaySeconds: 5 }, startAt: 'TRIM_HORIZON' },
      { partitionBy: ['id'] },
    ]);
  });

  test('runs what is packed in the bucket for code, and comes after what packs it', () => {
    const rendered = renderPipeline(pipeline([sql()]));
    const application = find(rendered, 'Application', 'shop-application-count');
    const [{ asked } = { asked: {} as Record<string, string> }] = schedulesOf([sql()]);
    const fields = forProvider(pipeline([sql()]), 'Application', 'shop-application-count');
    expect(fields.applicationConfiguration).toMatchObject({
      applicationCodeConfiguration: {
        codeContent: { s3ContentLocation: { bucketArn: `arn:aws:s3:::${BUCKET}`, fileKey: asked.target } },
      },
    });
    expect(application.after.filter((id) => id.startsWith('scheduler.'))).toHaveLength(1);
    const { Statement } = policyIn(forProvider(pipeline([sql()]), 'RolePolicy', 'shop-application-count'), 'policy');
    expect(Statement).toContainEqual(
      expect.objectContaining({ Sid: 'ReadCode', Resource: `arn:aws:s3:::${BUCKET}/${asked.target}` }),
    );
  });

  test('of the built-in counts events of the one stream into the other', () => {
    const { input: _, output: __, ...rest } = sql({ code: { builtIn: 'EventCounts' } });
    expect(groupsOf(rest).get('FlinkSql')?.['sql.000']).toMatch(/^INSERT INTO `done`\n[^;]*TABLE `main`/);
    expect(tablesOf(rest)).toMatchObject([
      { eventTime: { column: 'event_time' } },
      { columns: [{ name: 'window_start' }, { name: 'window_end' }, { name: 'event_type' }, { name: 'event_count' }] },
    ]);
  });

  test('that says more than properties can hold is refused, and nothing is rendered', () => {
    const wide = Array.from({ length: 120 }, (_, index) => ({
      name: `c${index}`,
      type: `struct<${'a'.repeat(1_000)}:int>`,
    }));
    expect(() => renderPipeline(pipeline([sql({ input: { columns: wide } })]))).toThrow(/shorten it, or split/);
  });
});

describe('an artifact', () => {
  test('is packed at once and again, from the program that lies there', () => {
    const [schedule] = schedulesOf([sql()]);
    expect(schedule).toMatchObject({ scheduleExpression: 'rate(15 minutes)', state: 'ENABLED' });
    expect(schedule).not.toHaveProperty('startDate');
    const objects = renderPipeline(pipeline([sql()])).objects.filter(({ kind }) => kind.key === 's3.Object');
    const byKey = new Map(
      objects.map(({ manifest }) => {
        const { key, contentBase64 } = (manifest.spec as { forProvider: { key: string; contentBase64: string } })
          .forProvider;
        return [key, Buffer.from(contentBase64, 'base64')];
      }),
    );
    const program = byKey.get(schedule?.asked.program ?? '');
    expect(schedule?.asked.program).toContain(
      createHash('sha256')
        .update(program ?? '')
        .digest('hex'),
    );
    expect(schedule?.asked).toEqual({
      bucket: BUCKET,
      program: expect.any(String),
      target: expect.stringMatching(/^applications\/FlinkSql\/packed\/[0-9a-f]{16}-[0-9a-f]{8}\.zip$/),
      path: 'lib/connector.jar',
      url: expect.stringMatching(/^https:\/\/.*1\.20\.jar$/),
    });
  });

  test('is one for all applications that run it, and another for another runtime', () => {
    const other = sql({ name: 'other', to: 'other', code: { sql: 'INSERT INTO other SELECT id FROM main' } });
    expect(schedulesOf([sql(), other])).toHaveLength(1);
    const targets = schedulesOf([sql(), { ...other, runtime: 'FLINK-2_2' }]).map(({ asked }) => asked.target);
    expect(new Set(targets).size).toBe(2);
  });

  test('is held to the digest of the spec, which makes it another artifact', () => {
    const connector = { url: 'https://maven.example.com/c.jar', sha256: 'ab'.repeat(32) };
    const [pinned] = schedulesOf([sql({ code: { sql: SQL, connector } })]);
    expect(pinned?.asked).toMatchObject(connector);
    expect(pinned?.asked.target).not.toBe(schedulesOf([sql()])[0]?.asked.target);
    // Where it is fetched from makes no difference to what it is.
    const [mirrored] = schedulesOf([
      sql({ code: { sql: SQL, connector: { ...connector, url: 'https://b.example.com/c.jar' } } }),
    ]);
    expect(mirrored?.asked.target).toBe(pinned?.asked.target);
  });

  test('is not there where all applications bring their code, and is not packed in the network', () => {
    const components = (applications: Application[]) =>
      renderPipeline(pipeline(applications)).parts.map(({ component }) => component);
    expect(components([base])).not.toContain('artifacts');
    expect(components([sql()])).toEqual(expect.arrayContaining(['artifacts', 'code']));
    const staging = pipeline([sql()], { environment: 'Staging' });
    expect(forProvider(staging, 'Function', 'shop--artifacts')).not.toHaveProperty('vpcConfig');
    expect(forProvider(staging, 'Application', 'shop-application-count').applicationConfiguration).toHaveProperty(
      'vpcConfiguration',
    );
  });

  test('is made by a function that reads the program and writes below one prefix, called by its schedules only', () => {
    const statements = (name: string) =>
      policyIn(forProvider(pipeline([sql()]), 'RolePolicy', name), 'policy').Statement;
    const packer = new Map(statements('shop--artifacts').map((one) => [one.Sid, one]));
    expect(packer.get('WriteCode')?.Resource).toBe(`arn:aws:s3:::${BUCKET}/applications/FlinkSql/packed/*`);
    expect(packer.get('FindCode')).toMatchObject({
      Resource: `arn:aws:s3:::${BUCKET}`,
      Condition: { StringLike: { 's3:prefix': 'applications/FlinkSql/packed/*' } },
    });
    expect(statements('shop--artifacts.call')).toEqual([
      expect.objectContaining({
        Action: 'lambda:InvokeFunction',
        Resource: 'arn:aws:lambda:eu-central-1:123456789012:function:team-a-shop--artifacts',
      }),
    ]);
  });
});
