import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLOUDWATCH } from '../../charts/kinds/cloudwatch.ts';
import { SNS } from '../../charts/kinds/sns.ts';
import { foreignObject } from '../../controlplane/provider/foreign.ts';
import { cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { openScene, type Scene, type Spec } from '../support/scene.ts';

const spec = (more: Spec = {}): Spec => ({
  zones: [{ name: 'raw' }],
  streams: [{ name: 'main' }, { name: 'other' }],
  deliveries: [{ name: 'lake', from: { stream: 'main' }, to: { zone: { name: 'raw' } } }],
  notifications: {},
  monitoring: { alarms: 'Essential', dashboard: true, freshness: [{ delivery: 'lake', maxAgeMinutes: 30 }] },
  ...more,
});

describe('alarms', () => {
  const testCluster = cluster();
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(testCluster);
    await scene.apply('lake', spec());
    await scene.becomesReady('lake');
  }, 90_000);
  afterAll(async () => {
    await scene.close();
  });

  const inAws = () =>
    scene.aws
      .list({ type: 'cloudwatch.MetricAlarm' })
      .map(({ address }) => address.replace(`${scene.namespace}-lake-alarm-`, ''))
      .sort();
  const ESSENTIAL = [
    'delivery-late.lake',
    'delivery-silent.lake',
    'stream-iterator-age.main',
    'stream-iterator-age.other',
    'stream-write-throttled.main',
    'stream-write-throttled.other',
  ];

  test('are there with the pipeline, tell its topic, and the topic lets them in', async () => {
    expect(inAws()).toEqual(ESSENTIAL);
    const { policy } = await scene.forProvider(SNS.Topic);
    expect(policy).toContain('"Service":"cloudwatch.amazonaws.com"');
    const [topic] = scene.aws.list({ type: 'sns.Topic' });
    const [alarm] = scene.aws.list({ type: 'cloudwatch.MetricAlarm' });
    expect(alarm?.attributes.alarmActions).toEqual([expect.stringMatching(new RegExp(`:${topic?.address}$`))]);
  }, 60_000);

  const dashboards = () => scene.aws.list({ type: 'cloudwatch.Dashboard' });

  test('stand on the dashboard, which status names', async () => {
    const [made] = dashboards();
    expect(made?.address).toMatch(new RegExp(`^${scene.namespace}-lake-[a-z]+-[a-z]+-\\d$`));
    expect(made?.attributes.dashboardBody).toContain(`:alarm:${scene.namespace}-lake-alarm-delivery-silent.lake`);
    expect(made?.attributes.dashboardBody).toContain(`"StreamName","${scene.namespace}-lake-other"`);
    expect((await scene.pipeline('lake'))?.status?.dashboard).toBe(made?.address);
  }, 60_000);

  test('change in place, and those that are not wished any more go', async () => {
    const overrides = [{ alarm: 'StreamIteratorAge', component: 'streams/main', threshold: 600000 }];
    await scene.apply('lake', spec({ monitoring: { overrides, dashboard: true } }));
    const address = `${scene.namespace}-lake-alarm-stream-iterator-age.main`;
    const alarm = () => scene.aws.list({ type: 'cloudwatch.MetricAlarm' }).find((one) => one.address === address);
    await eventually(() => alarm()?.attributes.threshold === 600000, { what: 'the threshold', timeoutMs: 30_000 });
    await eventually(() => !inAws().includes('delivery-silent.lake'), {
      what: 'silence to be allowed',
      timeoutMs: 30_000,
    });
    await scene.becomesReady('lake');
  }, 90_000);

  test('go with what they watch', async () => {
    const monitoring = { alarms: 'Essential', dashboard: true };
    await scene.apply('lake', spec({ streams: [{ name: 'main' }], monitoring }));
    await eventually(() => inAws().every((name) => !name.endsWith('.other')), {
      what: 'them to go',
      timeoutMs: 30_000,
    });
    expect(inAws()).toContain('stream-iterator-age.main');
    const shown = () => dashboards().map(({ attributes }) => String(attributes.dashboardBody));
    await eventually(() => shown().length === 1 && shown().every((body) => !body.includes('-lake-other')), {
      what: 'the dashboard to show it no more',
      timeoutMs: 30_000,
    });
  }, 90_000);

  test('of events have a rule each, which goes with its alarm', async () => {
    const batch = (alarms: string): Spec => ({
      zones: [{ name: 'raw' }],
      crawlers: [{ name: 'raw', zone: 'raw' }],
      schedules: [{ name: 'nightly', cron: '0 7 * * *', crawler: 'raw' }],
      monitoring: { alarms, arrivals: [{ zone: 'raw', maxAgeHours: 26 }] },
    });
    const rules = () =>
      scene.aws
        .list({ type: 'cloudwatchevents.Rule', state: 'Active' })
        .map(({ address }) => address.replace(`${scene.namespace}-batch-alarm-`, ''))
        .sort();
    await scene.apply('batch', batch('All'));
    await scene.becomesReady('batch');
    expect(rules()).toEqual(['crawler-failed.raw', 'schedule-missed.nightly', 'zone-silent.raw']);
    await scene.apply('batch', batch('Essential'));
    await eventually(() => rules().join() === 'crawler-failed.raw,zone-silent.raw', {
      what: 'the rule to go',
      timeoutMs: 30_000,
    });
    await scene.delete('batch');
    await scene.isGone('batch');
    expect(rules()).toEqual([]);
  }, 120_000);

  test('have one over them, which takes new ones in once they are there, and lets old ones go first', async () => {
    const watched = (...names: readonly string[]): Spec => ({
      zones: [{ name: 'raw' }],
      streams: names.map((name) => ({ name })),
      monitoring: { alarms: 'All' },
    });
    const rules = () =>
      scene.aws
        .list({ type: 'cloudwatch.CompositeAlarm', state: 'Active' })
        .map(({ attributes }) => String(attributes.alarmRule));
    await scene.apply('well', watched('one'));
    await scene.becomesReady('well');
    expect(rules()).toEqual([expect.stringContaining('-well-alarm-stream-iterator-age.one")')]);
    await scene.apply('well', watched('one', 'two'));
    await scene.becomesReady('well');
    expect(rules()).toEqual([expect.stringContaining('-well-alarm-stream-iterator-age.two")')]);
    await scene.apply('well', watched('two'));
    await scene.becomesReady('well');
    expect(rules()).toEqual([expect.not.stringContaining('.one")')]);
    await eventually(
      () =>
        scene.aws
          .list({ type: 'cloudwatch.MetricAlarm', state: 'Active' })
          .every(({ address }) => !/-well-.*\.one$/.test(address)),
      { what: 'alarms of the stream that went to go', timeoutMs: 60_000 },
    );
    await scene.delete('well');
    await scene.isGone('well');
    expect(rules()).toEqual([]);
  }, 180_000);

  test('a namesake of somebody else is not touched', async () => {
    const address = `${scene.namespace}-shy-alarm-stream-iterator-age.main`;

    foreignObject(scene.aws, CLOUDWATCH.MetricAlarm, address, { attributes: { threshold: 42 } });
    await scene.apply('shy', spec({ streams: [{ name: 'main' }], deliveries: [], monitoring: {} }));
    await scene.stalls('shy');
    const namesake = scene.aws.list({ type: 'cloudwatch.MetricAlarm' }).find((one) => one.address === address);
    expect(namesake?.attributes.threshold).toBe(42);
    await scene.delete('shy');
    await scene.isGone('shy');
    expect(scene.aws.list({ type: 'cloudwatch.MetricAlarm' }).some((one) => one.address === address)).toBe(true);
  }, 120_000);

  test('go with their pipeline', async () => {
    await scene.delete('lake');
    await scene.isGone('lake');
    expect(dashboards()).toEqual([]);
    expect(
      scene.aws.list({ type: 'cloudwatch.MetricAlarm' }).filter(({ address }) => address.includes('-lake-')),
    ).toEqual([]);
  }, 90_000);
});
