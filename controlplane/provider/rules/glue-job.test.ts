import { expect, test } from '@jest/globals';
import { GLUE } from '../../../charts/kinds/glue.ts';
import { IAM } from '../../../charts/kinds/iam.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { foreignObject } from '../foreign.ts';
import { play, settle, verdict } from '../testing/a-play.ts';

const SPARK = { command: { name: 'glueetl' }, workerType: 'G.1X', numberOfWorkers: 2 };
const PYTHON = { command: { name: 'pythonshell', pythonVersion: '3.9' } };

function verdictOn(forProvider: JsonObject): string {
  const roleArn = 'arn:aws:iam::123456789012:role/run';
  const { play: actor, aws } = play(GLUE.Job, 'clean', { forProvider: { roleArn, ...forProvider } });
  foreignObject(aws, IAM.Role, 'run');
  settle(actor);
  return verdict(actor);
}

test.each<[string, JsonObject]>([
  ['Max Capacity of Python shell jobs must be 0.0625 or 1', { ...PYTHON, maxCapacity: 2 }],
  ['Max Capacity of Python shell jobs must be 0.0625 or 1', PYTHON],
  ['do not set Max Capacity if using Worker Type', { ...PYTHON, maxCapacity: 1, workerType: 'G.1X' }],
  ['do not set Max Capacity', { ...SPARK, maxCapacity: 2 }],
  ['do not set Max Capacity', { command: { name: 'glueetl' }, maxCapacity: 2 }],
  ['available for Spark jobs only', { ...PYTHON, maxCapacity: 1, executionClass: 'FLEX' }],
  ['not supported for flexible execution', { ...SPARK, workerType: 'G.4X', executionClass: 'FLEX' }],
  ['at least 2', { ...SPARK, numberOfWorkers: 1 }],
  ['Timeout must not exceed', { ...SPARK, timeout: 10_081 }],
])('refused: %s, %j', (message, forProvider) => {
  expect(verdictOn(forProvider)).toContain(message);
});

test.each<[JsonObject]>([[SPARK], [{ ...PYTHON, maxCapacity: 0.0625 }], [{ ...PYTHON, maxCapacity: 1 }]])(
  'taken: %j',
  (forProvider) => {
    expect(verdictOn(forProvider)).not.toContain('refused');
    expect(verdictOn(forProvider)).not.toContain('InvalidInput');
  },
);
