import { describe, expect, test } from '@jest/globals';
import type { DataPipelineSpec } from '../../../crds/datapipeline.ts';
import { renderPipeline } from '../../render.ts';
import { aPipeline, fullSpec } from '../../testing/a-pipeline.ts';
import { find, policyIn, specOf } from '../../testing/render.ts';

const { zones = [], jobs: [spark] = [], workflows = [] } = fullSpec();
if (spark === undefined) throw new Error('the full spec has no job');
const { glue: _, ...bare } = spark;
const shell = { version: '3.9', maxCapacity: '0.0625', maxConcurrentRuns: 3 } as const;
const withJob = (job: object = {}, more: Partial<DataPipelineSpec> = {}) =>
  renderPipeline(aPipeline({ zones, jobs: [{ ...bare, pythonShell: shell, ...job }], ...more }));
const jobOf = (...given: Parameters<typeof withJob>) =>
  specOf(find(withJob(...given), 'Job', 'shop-job-clean')).forProvider;

describe('a job in plain Python', () => {
  test('says what Glue takes of such jobs, and nothing of Spark', () => {
    const fields = jobOf();
    expect(fields).toMatchObject({
      command: { name: 'pythonshell', pythonVersion: '3.9' },
      glueVersion: '3.0',
      maxCapacity: 0.0625,
      executionProperty: { maxConcurrentRuns: 3 },
      maxRetries: 1,
      timeout: 60,
      securityConfiguration: expect.stringMatching(/^team-a-shop-/),
    });
    for (const field of ['workerType', 'numberOfWorkers', 'executionClass', 'nonOverridableArguments']) {
      expect(fields).not.toHaveProperty(field);
    }
    expect(jobOf({ pythonShell: { ...shell, maxCapacity: '1' } }).maxCapacity).toBe(1);
  });

  test('logs to the groups that Glue names for it, which are there before and are encrypted', () => {
    const rendered = withJob();
    const groups = rendered.objects.filter(({ kind }) => kind.key === 'cloudwatchlogs.Group');
    const names = groups.map(({ manifest }) => manifest.metadata.annotations?.['crossplane.io/external-name'] ?? '');
    const configuration = String(jobOf().securityConfiguration);
    const below = `/aws-glue/python-jobs/${configuration}-role/team-a-shop-job-clean`;
    expect(names.sort()).toEqual([`${below}/error`, `${below}/output`]);
    expect(find(rendered, 'Job', 'shop-job-clean').after).toEqual(expect.arrayContaining(groups.map(({ id }) => id)));
    const { Statement } = policyIn(specOf(find(rendered, 'Key', 'shop')).forProvider, 'policy');
    expect(JSON.stringify(Statement)).toContain(`log-group:/aws-glue/python-jobs/${configuration}-role/*`);
    expect(rendered.parts.find(({ component }) => component === 'jobs/clean')?.facts.jobs).toMatchObject({
      logGroups: below,
    });
  });

  test('reads and writes what it is said to; it writes no metrics and keeps no bookmark', () => {
    const policy = specOf(find(withJob(), 'RolePolicy', 'shop-job-clean')).forProvider;
    const sids = policyIn(policy, 'policy').Statement.map(({ Sid }) => Sid);
    expect(sids).toEqual(expect.arrayContaining(['ReadZoneRaw', 'WriteZone', 'ReadCode']));
    expect(sids.filter((sid) => /Metrics|Bookmark/.test(sid))).toEqual([]);
  });

  test('stands in the network like any other', () => {
    const { network } = fullSpec();
    expect(jobOf({}, network === undefined ? {} : { network }).connections).toHaveLength(2);
  });

  test('is a step of a workflow like any other', () => {
    const [workflow] = workflows;
    if (workflow === undefined) throw new Error('the full spec has no workflow');
    const steps = [{ name: 'clean', job: 'clean' }];
    const rendered = withJob(
      {},
      { workflows: [{ ...workflow, steps, onFailure: { deadLetter: false, notify: false } }] },
    );
    const { definition } = specOf(find(rendered, 'StateMachine', 'shop-batch')).forProvider;
    expect(definition).toContain('glue:startJobRun.sync');
    expect(definition).toContain('"JobName":"team-a-shop-clean"');
  });
});
