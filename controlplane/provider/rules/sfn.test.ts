import { describe, expect, test } from '@jest/globals';
import { IAM } from '../../../charts/kinds/iam.ts';
import { SFN } from '../../../charts/kinds/sfn.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { SimulatedAws } from '../aws.ts';
import { foreignObject } from '../foreign.ts';
import { ACCOUNT, apply, play, settle, verdict } from '../testing/a-play.ts';

const machine = (States: JsonObject, StartAt = 'a') => JSON.stringify({ StartAt, States });
const end = { Type: 'Pass', End: true };
const good = machine({ a: end });

function said(forProvider: JsonObject, name = 'flow'): string {
  const aws = new SimulatedAws(() => 0);
  foreignObject(aws, IAM.Role, 'runner');
  const annotations = { [CROSSPLANE.externalName]: name };
  const fields = { definition: good, roleArn: `arn:aws:iam::${ACCOUNT}:role/runner`, ...forProvider };
  const { play: actor } = play(SFN.StateMachine, 'thing', { aws, forProvider: fields, annotations });
  settle(actor);
  // What is refused before it is planned never becomes an operation.
  const synced = actor.condition('Synced');
  return synced?.status === 'False' ? (synced.message ?? '') : verdict(actor);
}

const logging = (logDestination: string) => ({ loggingConfiguration: { level: 'ALL', logDestination } });
const group = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/vendedlogs/states/x`;

describe('a state machine', () => {
  test.each([
    ['Success', {}],
    ['not JSON', { definition: '{' }],
    ['no States', { definition: '{}' }],
    ['MISSING_TRANSITION_TARGET: StartAt b', { definition: machine({ a: end }, 'b') }],
    ['MISSING_TRANSITION_TARGET: b', { definition: machine({ a: { Type: 'Pass', Next: 'b' } }) }],
    [
      'MISSING_TRANSITION_TARGET: c',
      {
        definition: machine({
          a: { Type: 'Task', Resource: 'x', End: true, Catch: [{ ErrorEquals: ['x'], Next: 'c' }] },
        }),
      },
    ],
    ['Next or End', { definition: machine({ a: { Type: 'Pass' } }) }],
    ['Next or End', { definition: machine({ a: { Type: 'Fail', End: true } }) }],
    ['Type Sleep', { definition: machine({ a: { Type: 'Sleep', End: true } }) }],
    ['no Resource', { definition: machine({ a: { Type: 'Task', End: true } }) }],
    ['nothing to wait for', { definition: machine({ a: { Type: 'Wait', End: true } }) }],
    ['Retry or Catch', { definition: machine({ a: { ...end, Retry: [] } }) }],
    ['no Branches', { definition: machine({ a: { Type: 'Parallel', Branches: [], End: true } }) }],
    [
      'duplicate state name a',
      { definition: machine({ a: { Type: 'Parallel', Branches: [{ StartAt: 'a', States: { a: end } }], End: true } }) },
    ],
    [
      'alone and last',
      {
        definition: machine({
          a: {
            Type: 'Task',
            Resource: 'x',
            End: true,
            Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['b'] }],
          },
        }),
      },
    ],
    ['more than 1048576 bytes', { definition: machine({ a: { ...end, Comment: 'x'.repeat(1_048_576) } }) }],
    ['is too long', { definition: machine({ ['a'.repeat(81)]: end }, 'a'.repeat(81)) }],
    ['authorized to assume', { roleArn: `arn:aws:iam::${ACCOUNT}:role/nobody` }],
    ['Invalid Logging Configuration', logging(group)],
    ['Must specify exactly one Log Destination', logging(`${group}:*`)],
  ])('%s', (message, forProvider) => {
    expect(said(forProvider)).toContain(message);
  });

  test.each([['a.b'], ['a'.repeat(81)]])('cannot be called %s', (name) => {
    expect(said({}, name)).toContain('Invalid Name');
  });

  test('may not log as a role that may not deliver logs', () => {
    const aws = new SimulatedAws(() => 0);
    foreignObject(aws, IAM.Role, 'runner');
    const annotations = { [CROSSPLANE.externalName]: 'flow' };
    const forProvider = { definition: good, roleArn: `arn:aws:iam::${ACCOUNT}:role/runner` };
    const { play: actor } = play(SFN.StateMachine, 'thing', { aws, forProvider, annotations });
    settle(actor);
    apply(actor, { ...forProvider, ...logging(`${group}:*`) });
    settle(actor);
    expect(verdict(actor)).toContain('not authorized to access the Log Destination');
  });
});
