import { describe, expect, test } from '@jest/globals';
import { SQS } from '../../charts/kinds/sqs.ts';
import { API_VERSION, FIELD_MANAGER, KIND, LABEL } from '../../crds/identifiers.ts';
import type { KubeObject, OwnerReference } from '../../crds/kubernetes.ts';
import { projectChild } from './child.ts';

const OWNER: OwnerReference = { apiVersion: API_VERSION, kind: KIND, name: 'lake', uid: 'ours', controller: true };
const HELM: OwnerReference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'release', uid: 'c', controller: true };

interface Marks {
  readonly owner?: OwnerReference;
  readonly label?: string;
  readonly applied?: boolean;
}

function aQueue({ owner, label, applied = false }: Marks): KubeObject {
  return {
    apiVersion: 'sqs.aws.m.upbound.io/v1beta1',
    kind: 'Queue',
    metadata: {
      name: 'q',
      namespace: 'data',
      ...(label !== undefined && { labels: { [LABEL.uid]: label, [LABEL.pipeline]: 'lake' } }),
      ...(owner !== undefined && { ownerReferences: [owner] }),
      managedFields: [{ manager: applied ? FIELD_MANAGER : 'kubectl', operation: 'Apply', fieldsV1: {} }],
    },
    spec: {},
  };
}

describe('whose a managed resource is', () => {
  test.each<[string, Marks, string | undefined]>([
    ['all three marks', { owner: OWNER, label: 'ours', applied: true }, 'ours'],
    ['controlled and labelled', { owner: OWNER, label: 'ours' }, 'ours'],
    ['somebody took the label off', { owner: OWNER, applied: true }, 'ours'],
    ['somebody changed the label', { owner: OWNER, label: 'other', applied: true }, 'ours'],
    ['somebody took the owner reference off', { label: 'ours', applied: true }, 'ours'],
    ['only the label', { label: 'ours' }, undefined],
    ['only the owner reference', { owner: OWNER }, undefined],
    ['the owner reference, and a label of another', { owner: OWNER, label: 'other' }, undefined],
    ['only applied by us once', { applied: true }, undefined],
    ['an owner reference that does not control', { owner: { ...OWNER, controller: false }, label: 'ours' }, undefined],
    ['controlled by something else', { owner: HELM, label: 'ours', applied: true }, undefined],
    [
      'controlled by a namesake of our kind from another group',
      { owner: { ...OWNER, apiVersion: 'evil.example/v1' }, label: 'ours', applied: true },
      undefined,
    ],
  ])('%s', (_, marks, owner) => {
    expect(projectChild(SQS.Queue, aQueue(marks)).pipelineUid).toBe(owner);
  });

  test('the pipeline to wake is the one that controls it, whatever the label says', () => {
    expect(projectChild(SQS.Queue, aQueue({ owner: { ...OWNER, name: 'a-long-name' }, label: 'ours' })).pipeline).toBe(
      'a-long-name',
    );
  });
});
