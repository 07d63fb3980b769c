import { describe, expect, test } from '@jest/globals';
import { runQuery } from '../batch/query/uses.ts';
import { decide } from '../decide.ts';
import { letPublish, publishTo } from '../foundation/notifications/uses.ts';
import { readExternal } from '../foundation/tables/external.ts';
import { describeTable, readObjects, readTable, writePartitions } from '../foundation/tables/uses.ts';
import { readZone, writeZone } from '../foundation/zones/uses.ts';
import { startExecution } from '../orchestration/workflows/uses.ts';
import { partsOf } from '../pipeline-chart.ts';
import { renderPipeline } from '../render.ts';
import { switchApplication } from '../streaming/applications/uses.ts';
import { readStream, writeStream } from '../streaming/streams/uses.ts';
import { aPipeline, fullSpec } from '../testing/a-pipeline.ts';
import { specOf } from '../testing/render.ts';
import type { Statement } from './document.ts';
import { admissionsTo, rolePolicy, type Use } from './use.ts';

const zones = ['raw', 'raw-2', 'raw2', 'curated'].map((name) => ({ name, eventNotifications: false }));
const model = decide(aPipeline({ ...fullSpec(), zones }));
const [raw, rawDash2, raw2, curated] = model.zones;
const [table] = model.tables;
const [stream] = model.streams;
const [query] = model.query?.queries ?? [];
const [workflow] = model.workflows;
const [application] = model.applications;
if (!raw || !rawDash2 || !raw2 || !curated || !table || !stream || !query || !workflow || !application)
  throw new Error('the model lacks something');

const sids = (uses: readonly Use[]): string[] => rolePolicy(uses).statements.map(({ sid }) => sid);
const letIn = (source: string, actions = ['s3:PutObject']): Statement => ({
  sid: 'LetIn',
  principal: { service: 'x.amazonaws.com' },
  actions,
  conditions: { StringEquals: { 'aws:SourceAccount': '1' }, ArnLike: { 'aws:SourceArn': [source] } },
});
const use = (of: string, admit: readonly Statement[]): Use => ({ by: 'x', of, after: [], allow: [], admit, calls: [] });

describe('the policy of a role', () => {
  test('says plainly what is said of one thing only', () => {
    expect(sids([readZone('jobs/a', model, raw)])).toEqual(['FindZone', 'ListZone', 'ReadZone', 'DecryptZone']);
  });

  test('tells of which thing it speaks where several are meant, and says once what is the same for all', () => {
    expect(sids([readZone('jobs/a', model, raw), writeZone('jobs/a', model, curated, '', { deletes: false })])).toEqual(
      [
        'FindZoneRaw',
        'ListZoneRaw',
        'ReadZone',
        'FindZoneCurated',
        'ListZoneCurated',
        'WriteZone',
        'ListUploads',
        'EncryptZone',
      ],
    );
    const two = rolePolicy([readZone('jobs/a', model, raw), readZone('jobs/a', model, curated)]);
    expect(two.statements.filter(({ actions }) => actions.includes('kms:Decrypt'))).toHaveLength(1);
  });

  test('leaves out what is allowed under fewer conditions anyway', () => {
    const statement = (sid: string, conditions: Statement['conditions']): Statement => ({
      sid,
      actions: ['kms:Decrypt'],
      resources: ['key'],
      ...(conditions === undefined ? {} : { conditions }),
    });
    const saying = (...statements: readonly Statement[]): Use => ({
      by: 'x',
      of: 'x',
      after: [],
      allow: statements,
      calls: [],
    });
    const alias = { 'kms:ResourceAliases': 'alias/a' };
    const throughS3 = statement('ThroughS3', { StringEquals: { 'kms:ViaService': 's3', ...alias } });
    const itself = statement('Itself', { StringEquals: alias });
    expect(sids([saying(throughS3), saying(itself)])).toEqual(['Itself']);
    const other = statement('OfAnother', { StringEquals: { 'kms:ResourceAliases': 'alias/b' } });
    expect(sids([saying(throughS3), saying(other)])).toEqual(['ThroughS3', 'OfAnother']);
    expect(sids([saying(itself), saying({ ...itself, effect: 'Deny', sid: 'Never' })])).toEqual(['Itself', 'Never']);
  });

  test.each([
    ['names that give one word', [readZone('a', model, rawDash2), readZone('a', model, raw2)]],
    ['folders of one zone', ['in/', 'out/', 'in/x/'].map((prefix) => readZone('a', model, raw, prefix))],
    ['one use, twice', [readZone('a', model, raw), readZone('a', model, raw)]],
  ])('has distinct sids of letters and digits for %s', (_, uses) => {
    const found = sids(uses);
    expect(new Set(found).size).toBe(found.length);
    for (const sid of found) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
  });

  test('says nothing that another statement says with more, and of two that are alike one', () => {
    const [first] = model.streams;
    if (first === undefined) throw new Error('the model has no stream');
    const { allow } = readStream('a', model, first);
    const again = allow.map((one) => ({ ...one, sid: `${one.sid}Again` }));
    const all: Use = { ...readStream('b', model, first), allow: again };
    expect(rolePolicy([readStream('a', model, first), all]).statements).toEqual(allow);
  });

  test('lets nothing go', () => {
    const uses = [raw, rawDash2, raw2, curated].map((zone) => readZone('a', model, zone));
    const allowed = rolePolicy(uses).statements.flatMap(({ resources }) => resources);
    expect(new Set(allowed)).toEqual(new Set(uses.flatMap((one) => one.allow.flatMap(({ resources }) => resources))));
  });
});

describe('what a policy has to let in', () => {
  test('is one statement for all who come with the same wish, each source once', () => {
    const uses = [use('a', [letIn('one')]), use('b', [letIn('other')]), use('a', [letIn('two'), letIn('one')])];
    expect(admissionsTo('a', uses)).toEqual([
      {
        ...letIn(''),
        conditions: { StringEquals: { 'aws:SourceAccount': '1' }, ArnLike: { 'aws:SourceArn': ['one', 'two'] } },
      },
    ]);
  });

  test('stays apart where the wish differs, or no source is told', () => {
    const { conditions: _, ...anybody } = letIn('');
    const uses = [use('a', [letIn('one'), letIn('one', ['s3:GetObject']), anybody])];
    expect(admissionsTo('a', uses)).toEqual([letIn('one'), letIn('one', ['s3:GetObject']), anybody]);
  });
});

describe('every use', () => {
  // What packs code is there only where an application runs SQL.
  const { streams = [], applications = [] } = fullSpec();
  const spec = {
    ...fullSpec(),
    streams: [...streams, { name: 'counts', retentionHours: 24 }],
    applications: applications.map((one) => ({ ...one, to: 'counts', code: { builtIn: 'EventCounts' as const } })),
  };
  const declared = [
    readZone('x', model, raw),
    writeZone('x', model, raw, 'a/', { deletes: true }),
    describeTable('x', model, table),
    readTable('x', model, table),
    readObjects('x', model, table),
    readExternal('x', table.component, model, {
      bucket: 'partner',
      prefix: 'a/',
      keyArn: 'arn:aws:kms:eu-west-1:1:key/1',
    }),
    writePartitions('x', model, table),
    readStream('x', model, stream),
    writeStream('x', model, stream),
    ...runQuery('x', model, query),
    switchApplication('x', model, application, 'Start'),
    switchApplication('x', model, application, 'Stop'),
    publishTo('x', model),
    startExecution('x', model, workflow),
    ...letPublish('x', model, { sid: 'Alarms', service: 'cloudwatch.amazonaws.com', sources: ['arn'] }),
    ...partsOf(decide(aPipeline(spec))).flatMap((part) => part.uses),
  ];
  const rendered = new Set(renderPipeline(aPipeline({ ...spec, zones })).objects.map(({ id }) => id));

  const parts = partsOf(decide(aPipeline(spec)));

  test.each(declared)('of $of by $by is of a component', ({ of }) => {
    expect(parts.map(({ component }) => component)).toContain(of);
  });

  test('that needs to be let in is let in by the policy of what it uses', () => {
    const admitted = parts.flatMap(({ uses }) =>
      uses.flatMap(({ of, admit = [] }) => admit.map(({ sid }) => [of, sid])),
    );
    expect(admitted.length).toBeGreaterThan(0);
    const { objects } = renderPipeline(aPipeline(fullSpec()));
    for (const [of, sid] of admitted) {
      const policies = objects
        .filter(({ component }) => component === of)
        .map((object) => specOf(object).forProvider.policy);
      expect([of, policies.filter((policy) => String(policy).includes(`"Sid":"${sid}"`)).length]).toEqual([of, 1]);
    }
  });

  test.each(declared)('of $of by $by names objects that are rendered', ({ after }) => {
    expect(after.filter((id) => !rendered.has(id))).toEqual([]);
  });

  // A service calls KMS itself for what it encrypts: the user's own network needs no way there. A job encrypts its bookmark itself.
  test.each(declared)('of $of by $by calls the services whose actions it allows', ({ by, allow, calls }) => {
    const services = new Set(allow.flatMap(({ actions }) => actions.map((action) => action.split(':')[0])));
    if (!calls.includes('kms')) services.delete('kms');
    // A role is handed over within another call.
    services.delete('iam');
    // Lambda writes the logs of a function and makes its network interfaces itself, outside the function's network.
    if (by.startsWith('functions/')) for (const own of ['logs', 'ec2']) services.delete(own);
    // Glue makes the interfaces of a job, before it runs.
    if (by.startsWith('jobs/')) services.delete('ec2');
    // So does managed Flink, which reads the code as well.
    if (by.startsWith('applications/')) for (const own of ['logs', 'ec2', 's3']) services.delete(own);
    expect([...services].sort()).toEqual([...calls].sort());
  });

  test.each(declared)('of $of by $by allows named things only', ({ allow }) => {
    for (const { actions, resources = [], conditions } of allow) {
      expect(actions.filter((action) => action.includes('*'))).toEqual([]);
      // EC2 has no resources for what it describes, CloudWatch none for metrics, Glue none for security configurations; X-Ray and the API of log deliveries have none.
      const unnamed = actions.every((action) =>
        /^(ec2:Describe|cloudwatch:PutMetricData$|glue:GetSecurityConfiguration$|xray:)/.test(action),
      );
      if (!unnamed && !actions.includes('logs:CreateLogDelivery')) expect(resources).not.toContain('*');
      const key = resources.some((resource) => /:key\/\*$/.test(resource));
      expect(key).toBe(conditions?.['ForAnyValue:StringEquals']?.['kms:ResourceAliases'] !== undefined);
    }
  });
});

describe('the parts', () => {
  const ids = (through: 'Foundation' | 'Batch') =>
    partsOf(decide(aPipeline({ ...fullSpec(), rollout: { through } }))).map(({ component }) => component);

  test('are those of the stages that are rolled out: nobody is let in who is not there yet', () => {
    expect(ids('Foundation')).toEqual([
      'zones/raw',
      'zones/curated',
      'external-tables',
      'tables/raw_events',
      'tables/partner',
      'tables/orders',
      'views/recent',
      'readers/analysts',
      'audit',
      'notifications',
      'network',
      'access-logs',
      'encryption',
    ]);
    expect(ids('Batch')).toEqual([
      'zones/raw',
      'zones/curated',
      'external-tables',
      'tables/raw_events',
      'tables/partner',
      'tables/orders',
      'views/recent',
      'readers/analysts',
      'streams/main',
      'functions/enrich',
      'applications/count',
      'deliveries/lake',
      'crawlers/raw',
      'jobs/clean',
      'jobs/report',
      'glue-security',
      'glue-connections',
      'query',
      'audit',
      'notifications',
      'network',
      'code',
      'access-logs',
      'encryption',
    ]);
  });
});
