import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { IAM } from '../../../charts/kinds/iam.ts';
import { KINESIS } from '../../../charts/kinds/kinesis.ts';
import { KMS } from '../../../charts/kinds/kms.ts';
import { renderPipeline } from '../../../charts/render.ts';
import type { Rendered, RenderedObject, RenderedPart } from '../../../charts/rendered.ts';
import { aPipeline, fullSpec } from '../../../charts/testing/a-pipeline.ts';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { ROLE_ARNS_SHOWN, status } from '../../../crds/schema/status.ts';
import type { PlannedObject } from '../plan.ts';
import { aLiveChild } from '../testing/a-rendered-object.ts';
import { factsOf, soonestRun } from './facts.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const isStatus = new Ajv({ strict: false, validateFormats: false }).compile(status);

const arnOf = ({ kind, manifest }: RenderedObject): string => `arn:of:${kind.kind}/${manifest.metadata.name}`;
const rendered = (spec: Partial<DataPipelineSpec> = {}): Rendered =>
  renderPipeline(aPipeline({ ...fullSpec(), ...spec }));

/** All that AWS tells is known, all is ready. */
function made({ objects }: Rendered): PlannedObject[] {
  return objects.map((object) => ({
    object,
    child: aLiveChild(object, { observed: { arn: arnOf(object) } }),
    state: { state: 'Ready' },
    write: undefined,
  }));
}

/** Nothing is there yet. */
function missing({ objects }: Rendered): PlannedObject[] {
  return objects.map((object) => ({
    object,
    child: undefined,
    state: { state: 'Waiting', for: [] },
    write: undefined,
  }));
}

const full = rendered();
const facts = factsOf(full.parts, made(full), NOW);

describe('the facts of a pipeline', () => {
  test('are names from the start, and ARNs once AWS made the thing', () => {
    const before = factsOf(full.parts, missing(full), NOW);
    expect(before.streams).toEqual([{ name: 'main', streamName: 'team-a-shop-main', ready: false }]);
    expect(before).not.toHaveProperty('keyArn');
    expect(before).not.toHaveProperty('roleArns');
    expect(facts.streams).toEqual([
      {
        name: 'main',
        streamName: 'team-a-shop-main',
        streamArn: arnOf(find(KINESIS.Stream.kind, 'shop-main')),
        ready: true,
      },
    ]);
    expect(facts.keyArn).toBe(arnOf(find(KMS.Key.kind, 'shop')));
  });

  test('are something the API server takes, whatever is known', () => {
    for (const planned of [made(full), missing(full)]) {
      isStatus(factsOf(full.parts, planned, NOW));
      expect(isStatus.errors).toBeNull();
    }
  });

  test('stand in the order of the spec', () => {
    const zones = ['b', 'c', 'a'].map((name) => ({ name, eventNotifications: false }));
    const ordered = rendered({
      zones,
      access: {},
      tables: [],
      views: [],
      deliveries: [],
      crawlers: [],
      jobs: [],
      workflows: [],
      schedules: [],
      triggers: [],
      query: { resultsZone: 'a', scanLimitGiB: 1 },
    });
    expect(factsOf(ordered.parts, made(ordered), NOW).zones?.map(({ name }) => name)).toEqual(['b', 'c', 'a']);
  });

  test('say of each thing by itself whether it is ready', () => {
    const planned = made(full).map((entry) =>
      entry.object.component === 'zones/curated' && entry.object.kind.kind === 'BucketPolicy'
        ? ({ ...entry, state: { state: 'Progressing', reason: 'x' } } as const)
        : entry,
    );
    const { zones } = factsOf(full.parts, planned, NOW);
    expect(zones?.map(({ name, ready }) => [name, ready])).toEqual([
      ['raw', true],
      ['curated', false],
    ]);
  });

  test('leave out what the rollout does not reach', () => {
    const some = rendered({ rollout: { through: 'Foundation' } });
    const found = factsOf(some.parts, made(some), NOW);
    expect(found).not.toHaveProperty('streams');
    expect(found).not.toHaveProperty('schedules');
    expect(found.zones).toHaveLength(2);
  });

  test('tell the key of somebody else, who made it long ago', () => {
    const existingKeyArn = 'arn:aws:kms:eu-central-1:999999999999:key/mrk-1';
    const some = rendered({ encryption: { existingKeyArn } });
    expect(factsOf(some.parts, missing(some), NOW).keyArn).toBe(existingKeyArn);
  });

  test('tell when a schedule runs, and the soonest of all', () => {
    const [schedule] = fullSpec().schedules ?? [];
    if (schedule === undefined) throw new Error('fullSpec has a schedule');
    const schedules = ['0 9 * * *', '0 11 * * *', '0 12 * * *'].map((cron, index) => ({
      ...schedule,
      name: `s${index}`,
      cron,
      suspend: index === 1,
    }));
    const some = rendered({ schedules });
    const found = factsOf(some.parts, made(some), NOW);
    expect(found.schedules).toEqual([
      { name: 's0', state: 'Enabled', nextRun: '2026-11-24T09:00:00Z', ready: true },
      { name: 's1', state: 'Disabled', suspendedBy: 'schedule', ready: true },
      { name: 's2', state: 'Enabled', nextRun: '2026-11-23T12:00:00Z', ready: true },
    ]);
    expect(soonestRun(found)).toEqual({ nextRun: '2026-11-23T12:00:00Z' });
  });
});

describe('roles', () => {
  test('are all told, each by what it is for', () => {
    const [crawler] = fullSpec().crawlers ?? [];
    const [schedule] = fullSpec().schedules ?? [];
    if (crawler === undefined || schedule === undefined) throw new Error('fullSpec has a crawler and a schedule');
    const some = rendered({
      crawlers: [crawler, { ...crawler, name: 'late' }],
      schedules: [schedule, { ...schedule, name: 'evening', crawler: 'late' }],
    });
    const roles = some.objects.filter(({ kind }) => kind === IAM.Role);
    const { roleArns = {} } = factsOf(some.parts, made(some), NOW);
    expect(Object.keys(roleArns)).toEqual(
      expect.arrayContaining([
        'crawlers/late',
        'crawlers/raw',
        'deliveries/lake',
        'functions/enrich',
        'schedules/start-crawler-late',
        'schedules/start-crawler-raw',
      ]),
    );
    expect(Object.values(roleArns).sort()).toEqual(roles.map(arnOf).sort());
  });

  test('beyond what the API server takes are counted', () => {
    const roleArns = Object.fromEntries(
      Array.from({ length: ROLE_ARNS_SHOWN + 3 }, (_, index) => [`jobs/${index}`, `arn:${index}`]),
    );
    const parts: RenderedPart[] = [
      {
        component: 'jobs',
        stage: 'Batch',
        facts: { roleArns },
        uses: [],
        cost: { idle: 0, usage: 0, hasUnpriced: false },
      },
    ];
    const found = factsOf(parts, [], NOW);
    expect(Object.keys(found.roleArns ?? {})).toHaveLength(ROLE_ARNS_SHOWN);
    expect(found.moreRoleArns).toBe(3);
    isStatus(found);
    expect(isStatus.errors).toBeNull();
  });
});

function find(kind: string, name: string): RenderedObject {
  const found = full.objects.find((one) => one.kind.kind === kind && one.manifest.metadata.name === name);
  if (found === undefined) throw new Error(`${kind}/${name} is not rendered`);
  return found;
}
