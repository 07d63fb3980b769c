import { expect, test } from '@jest/globals';
import { type RawRecording, trimRecording } from './trim-recording.ts';

const state = { generation: 1, annotations: [], finalizers: [], conditions: [], atProvider: false };
const raw: RawRecording = {
  object: 'ec2.Subnet/demo',
  externalNameGiven: false,
  sequence: [
    state,
    {
      ...state,
      generation: 3,
      annotations: ['external-create-pending'],
      finalizers: ['finalizer.managedresource.crossplane.io'],
      conditions: [{ type: 'Synced', status: 'True', reason: 'ReconcileSuccess', observedGeneration: 3 }],
    },
    { ...state },
    { ...state, gone: true },
  ],
  externalName: 'subnet-0a',
  addedToSpec: { vpcId: 'vpc-1', hostnameType: 'ip-name', tags: { 'crossplane-name': 'demo' } },
  tagsAdded: ['crossplane-name'],
  atProvider: {
    arn: 'arn:aws:ec2:us-east-1:123456789012:subnet/subnet-0a',
    cidrBlock: '10.1.0.0/24',
    ipv6CidrBlock: '',
    logging: { enabled: true, group: '' },
    vpcId: 'vpc-1',
    hostnameType: 'ip-name',
    tags: { team: 'growth', 'crossplane-name': 'demo' },
    tagsAll: { team: 'growth', 'crossplane-name': 'demo' },
  },
};

test('a raw recording becomes a manifest, what the provider added, and each state once', () => {
  const trimmed = trimRecording(raw, (field) => !['arn', 'hostnameTypeRef'].includes(field));
  expect(trimmed).toEqual({
    provider: 'v2.5.0',
    kind: 'Subnet',
    name: 'demo',
    forProvider: {
      cidrBlock: '10.1.0.0/24',
      logging: { enabled: true },
      vpcIdRef: { name: 'vpcid' },
      tags: { team: 'growth' },
    },
    sequence: [
      { generation: 1, annotations: [], finalizer: false, conditions: [], atProvider: false, deleting: false },
      {
        generation: 3,
        annotations: ['external-create-pending'],
        finalizer: true,
        conditions: [['Synced', 'True', 'ReconcileSuccess', 3]],
        atProvider: false,
        deleting: false,
      },
    ],
    addedToSpec: { vpcId: 'vpc-1', hostnameType: 'ip-name' },
    tagsAdded: ['crossplane-name'],
    atProvider: raw.atProvider,
  });
});

test('what was added after creation came by late initialisation, though a reference could have given it', () => {
  const sequence = raw.sequence.map((each) => ({ ...each, generation: Math.min(each.generation, 2) }));
  const { forProvider } = trimRecording({ ...raw, sequence }, (field) => field !== 'arn');
  expect(forProvider).not.toHaveProperty('vpcIdRef');
});
