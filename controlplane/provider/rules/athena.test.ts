import { describe, expect, test } from '@jest/globals';
import { ATHENA } from '../../../charts/kinds/athena.ts';
import { CROSSPLANE } from '../../../crds/identifiers.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { SimulatedAws } from '../aws.ts';
import { foreignObject } from '../foreign.ts';
import { ACCOUNT, play, settle, verdict } from '../testing/a-play.ts';

function workgroup(configuration: JsonObject, name = 'lake') {
  const annotations = { [CROSSPLANE.externalName]: name };
  const { play: actor } = play(ATHENA.Workgroup, 'lake', { forProvider: { configuration }, annotations });
  settle(actor);
  return actor;
}

const encrypted = (encryptionConfiguration: JsonObject) => ({ resultConfiguration: { encryptionConfiguration } });

describe('a workgroup', () => {
  test.each([
    ["Value 'a b' at 'name'", {}, 'a b'],
    ['BytesScannedCutoffPerQuery must be at least 10485760', { bytesScannedCutoffPerQuery: 1024 }, 'lake'],
    ['KmsKey is required for encryption option SSE_KMS', encrypted({ encryptionOption: 'SSE_KMS' }), 'lake'],
    ['Success', encrypted({ encryptionOption: 'SSE_KMS', kmsKeyArn: 'arn:aws:kms:x:y:key/1' }), 'lake'],
  ] as const)('%s', (message, configuration, name) => {
    expect(verdict(workgroup(configuration, name))).toContain(message);
  });

  test('shows the version that is in use', () => {
    const { object } = workgroup({ engineVersion: { selectedEngineVersion: 'Athena engine version 3' } });
    expect(object.status).toMatchObject({
      atProvider: { configuration: { engineVersion: { effectiveEngineVersion: 'Athena engine version 3' } } },
    });
  });
});

describe('a saved query', () => {
  const QUERY = { name: 'hourly', workgroup: 'lake', database: 'raw', query: 'SELECT 1' };
  function said(forProvider: JsonObject): string {
    const aws = new SimulatedAws(() => 0);
    foreignObject(aws, ATHENA.Workgroup, 'lake');
    const { play: actor } = play(ATHENA.NamedQuery, 'hourly', { aws, forProvider: { ...QUERY, ...forProvider } });
    settle(actor);
    return verdict(actor);
  }

  test.each([
    ['WorkGroup does not exist', { workgroup: 'other' }],
    ['less than or equal to 262144', { query: 'x'.repeat(262_145) }],
    ["'database' must have length", { database: '' }],
    ['Success', {}],
  ])('%s', (message, forProvider) => {
    expect(said(forProvider)).toContain(message);
  });
});

test.each([
  [true, 'gone'],
  [false, 'is not empty'],
])('with forceDestroy %s, a workgroup with saved queries: %s', (forceDestroy, outcome) => {
  const aws = new SimulatedAws(() => 0);
  const { play: actor } = play(ATHENA.Workgroup, 'lake', {
    aws,
    forProvider: { forceDestroy },
    annotations: { [CROSSPLANE.externalName]: 'lake' },
  });
  settle(actor);
  foreignObject(aws, ATHENA.NamedQuery, 'query', { attributes: { workgroup: 'lake' } });
  actor.delete();
  settle(actor);
  const there = aws.exists({ type: 'athena.Workgroup', account: ACCOUNT, region: 'us-east-1', address: 'lake' });
  expect(there ? verdict(actor) : 'gone').toContain(outcome);
});
