/** Sums worked by hand, with the prices written out: whoever changes a price or a formula sees here what it does to a bill. */
import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../crds/datapipeline.ts';
import { decide } from '../decide.ts';
import type { PipelineModel } from '../model.ts';
import { partsOf } from '../pipeline-chart.ts';
import { aPipeline, fullSpec } from '../testing/a-pipeline.ts';
import { type Estimate, estimateOf } from './estimate.ts';
import { PRICES, PRICES_OF } from './prices.ts';

const zones = [{ name: 'raw', eventNotifications: false }];
const quiet = { alarms: 'None', dashboard: false } as const;

/** `spec`: sections, as they are stored. */
function modelOf(spec: object): PipelineModel {
  return decide(aPipeline({ zones, monitoring: quiet, ...spec }));
}

function estimate(spec: object): Estimate {
  const model = modelOf(spec);
  return estimateOf(model, partsOf(model));
}

function costOf(component: string, spec: object): { readonly idle: number; readonly usage: number } {
  const { items } = estimate(spec);
  const sum = (kind: 'Idle' | 'Usage') =>
    items.filter((one) => one.component === component && one.kind === kind).reduce((all, { usd }) => all + usd, 0);
  return { idle: sum('Idle'), usage: sum('Usage') };
}

const full = (more: object = {}): DataPipelineSpec => ({ ...aPipeline(fullSpec()).spec, monitoring: quiet, ...more });
const stream = (fields: object) => [{ name: 'main', retentionHours: 24, ...fields }];

describe('a month of', () => {
  test('an empty lake is its key: 1.00', () => {
    expect(estimate({}).idle).toBeCloseTo(1, 2);
  });

  test('a key of somebody else is nothing', () => {
    const existingKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    expect(costOf('encryption', { encryption: { existingKeyArn } }).idle).toBe(0);
  });

  test('two shards is 2 x 730 x 0.015 = 21.90, and 31.89 million records put are 0.45', () => {
    // 30.4167 days x 1 GiB = 31,894,187 records of 1 KiB, each one unit of 25 KB.
    const { idle, usage } = costOf('streams/main', { streams: stream({ mode: 'PROVISIONED', shards: 2 }) });
    expect(idle).toBeCloseTo(21.9, 2);
    expect(usage).toBeCloseTo(0.4465, 3);
  });

  test('a shard that keeps ten days: 730 x (0.015 + 0.020) = 25.55, and 3 GiB-months beyond the week are 0.069', () => {
    const { idle, usage } = costOf('streams/main', {
      streams: stream({ mode: 'PROVISIONED', shards: 1, retentionHours: 240 }),
    });
    expect(idle).toBeCloseTo(25.55, 2);
    expect(usage).toBeCloseTo(0.4465 + 0.069, 3);
  });

  test('consumers of a provisioned stream: 2 shards x 2 consumers x 730 x 0.015 = 43.80 more', () => {
    const consumers = [{ name: 'fraud' }, { name: 'audit' }];
    const { idle } = costOf('streams/main', { streams: stream({ mode: 'PROVISIONED', shards: 2, consumers }) });
    expect(idle).toBeCloseTo(21.9 + 43.8, 2);
  });

  test('a stream on demand: 730 x 0.04 = 29.20, and 30.42 GiB put at 0.08 are 2.43', () => {
    const { idle, usage } = costOf('streams/main', { streams: stream({ mode: 'ON_DEMAND' }) });
    expect(idle).toBeCloseTo(29.2, 2);
    expect(usage).toBeCloseTo(2.4333, 3);
  });

  test('a lifecycle: 30 days in STANDARD, 60 in STANDARD_IA, 275 in GLACIER', () => {
    const lifecycle = {
      transitions: [
        { afterDays: 30, storageClass: 'STANDARD_IA' },
        { afterDays: 90, storageClass: 'GLACIER' },
      ],
      noncurrentExpireAfterDays: 30,
      abortIncompleteUploadsAfterDays: 1,
    } as const;
    const { usage } = costOf('zones/raw', { zones: [{ name: 'raw', eventNotifications: false, lifecycle }] });
    expect(usage).toBeCloseTo(30 * 0.023 + 60 * 0.0125 + 275 * 0.0036, 4);
  });

  test('what expires is not stored: 10 days are 0.23', () => {
    const lifecycle = { expireAfterDays: 10, noncurrentExpireAfterDays: 30, abortIncompleteUploadsAfterDays: 1 };
    const { usage } = costOf('zones/raw', { zones: [{ name: 'raw', eventNotifications: false, lifecycle }] });
    expect(usage).toBeCloseTo(0.23, 4);
  });

  test('a job that runs at seven each day: 30.42 runs x 2 workers x 15 minutes at 0.308', () => {
    const [job] = fullSpec().jobs ?? [];
    const glue = { version: '6.0', workerType: 'G.1X', workers: 2, flex: false };
    const jobs = [{ ...job, name: 'clean', glue }];
    const schedules = [
      { name: 'nightly', cron: '0 7 * * *', job: 'clean', timeZone: 'UTC', windowMinutes: 0, suspend: false },
    ];
    const spec = full({ jobs, schedules, workflows: [], triggers: [] });
    // 365 / 12 = 30.4167 runs; x 2 x 0.25 h = 15.2083 DPU-hours; 4.68. Two log groups of 0.1 GiB at 0.50 are 0.10.
    expect(costOf('jobs/clean', spec).usage).toBeCloseTo(15.2083 * 0.308 + 0.1, 3);
    const suspended = schedules.map((one) => ({ ...one, suspend: true }));
    expect(costOf('jobs/clean', { ...spec, schedules: suspended })).toEqual(costOf('jobs/clean', spec));
    const yearly = schedules.map((one) => ({ ...one, cron: '0 7 1 1 *' }));
    expect(costOf('jobs/clean', { ...spec, schedules: yearly }).usage).toBeCloseTo((0.5 / 12) * 0.308 + 0.1, 4);
  });

  test('a job on EMR Serverless: 30.42 runs x 15 minutes x (16 vCPU at 0.052624 + 64 GB at 0.0057785)', () => {
    const platform = (emr: object) => {
      const [{ glue, ...job } = { name: '' }] = fullSpec().jobs ?? [];
      const worker = { cpu: '4 vCPU', memory: '16 GB', disk: '20 GB' };
      const maximum = { cpu: '16 vCPU', memory: '64 GB', disk: '200 GB' };
      const emrServerless = {
        release: 'emr-7.13.0',
        architecture: 'X86_64',
        driver: worker,
        executor: worker,
        maximum,
        idleTimeoutMinutes: 15,
        bookmarks: false,
        sparkUI: false,
        ...emr,
      };
      const [workflow] = full().workflows ?? [];
      const workflows = [{ ...workflow, name: 'nightly', steps: [{ name: 'run', job: 'clean' }] }];
      const schedules = [
        { name: 'daily', cron: '0 7 * * *', workflow: 'nightly', timeZone: 'UTC', windowMinutes: 0, suspend: false },
      ];
      return full({ jobs: [{ ...job, name: 'clean', emrServerless }], workflows, schedules, triggers: [] });
    };
    // 30.4167 x 0.25 = 7.6042 h; x (0.841984 + 0.369824) = 9.2148. One log group of 0.1 GiB at 0.50 is 0.05.
    expect(costOf('jobs/clean', platform({}))).toEqual({ idle: 0, usage: expect.closeTo(9.2148 + 0.05, 3) });
    // On ARM: x (16 x 0.042094 + 64 x 0.004628) = 7.3737.
    expect(costOf('jobs/clean', platform({ architecture: 'ARM64' })).usage).toBeCloseTo(7.3737 + 0.05, 3);
  });

  test('a workflow counts for what its steps start', () => {
    const once = { name: 'often', rate: '1h', workflow: 'batch', timeZone: 'UTC', windowMinutes: 0, suspend: false };
    const spec = full({ schedules: [once], triggers: [] });
    const workflow = spec.workflows?.find(({ name }) => name === 'batch');
    const job = workflow?.steps.find((step) => step.job !== undefined)?.job;
    expect(job).toBeDefined();
    const item = estimate(spec).items.find((one) => one.component === `jobs/${job}`);
    expect(item?.what).toMatch(/^runs: 730, /);
  });

  test('alarms: a metric each, three where CloudWatch learns what is usual, and half a dollar for the one over them', () => {
    const spec = { streams: stream({ mode: 'ON_DEMAND' }), monitoring: { alarms: 'All', dashboard: false } as const };
    const alarms = partsOf(modelOf(spec)).flatMap((part) => part.alarms ?? []);
    const unusual = alarms.filter(({ when }) => when === 'Unusual').length;
    expect(unusual).toBeGreaterThan(0);
    expect(costOf('alarms', spec).idle).toBeCloseTo((alarms.length + 2 * unusual) * 0.1 + 0.5, 4);
  });

  test('two NAT gateways are 2 x 730 x (0.045 + 0.005) = 73.00', () => {
    const network = {
      managed: { cidr: '10.1.0.0/16', availabilityZones: 2, nat: 'PerZone', interfaceEndpoints: 'Auto' },
    };
    expect(costOf('network', { network }).idle).toBeCloseTo(73, 2);
  });
});

describe('an estimate', () => {
  test('names what it has no price of, instead of leaving it out', () => {
    const [job] = fullSpec().jobs ?? [];
    const glue = { version: '5.0', workerType: 'R.1X', workers: 2, flex: false };
    const jobs = [{ ...job, name: 'clean', glue }];
    expect(estimate(full({ jobs, workflows: [], triggers: [], schedules: [] })).unpriced).toEqual([
      expect.stringMatching(/^jobs\/clean: runs: .*R\.1X$/),
    ]);
  });

  test('says of which day and Region its prices are, and that others differ', () => {
    const { assumptions, pricesAsOf } = estimate({ region: 'eu-central-1' });
    expect(pricesAsOf).toBe(PRICES_OF.asOf);
    expect(assumptions.join('\n')).toContain('prices of us-east-1; eu-central-1 has its own');
  });

  test('is the same while everything is suspended: what stands still today is to run again', () => {
    const spec = full();
    expect(estimate({ ...spec, suspend: 'Compute' }).total).toBeCloseTo(estimate(spec).total, 6);
  });

  test('prices everything that stands by the hour: each price is of something', () => {
    for (const [name, { usd, per, source }] of Object.entries(PRICES)) {
      expect({ name, isPrice: usd > 0 && per !== '' && source.length > 0 }).toEqual({ name, isPrice: true });
    }
  });
});
