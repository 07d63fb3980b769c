/** What the shipped manifests promise to those who install, upgrade and uninstall with them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';

interface Shipped {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec?: Record<string, unknown>;
  readonly rules?: readonly {
    readonly verbs: string[];
    readonly resources: string[];
    readonly resourceNames?: string[];
  }[];
}

function shipped(file: string): Shipped[] {
  const text = readFileSync(join(import.meta.dirname, '../../manifests', file), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS() as Shipped);
}

describe('manifests/crd.yaml', () => {
  test('holds every CustomResourceDefinition and nothing else, each marked to be kept', () => {
    const objects = shipped('crd.yaml');
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain(
      'CustomResourceDefinition datapipelines.datapipelines.dev',
    );
    for (const { kind, metadata } of objects) {
      expect(kind).toBe('CustomResourceDefinition');
      expect(metadata.annotations).toMatchObject({
        'helm.sh/resource-policy': 'keep',
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        'kustomize.toolkit.fluxcd.io/prune': 'disabled',
      });
    }
  });
});

describe('manifests/install.yaml', () => {
  const objects = shipped('install.yaml');
  const find = (kind: string, name: string): Shipped => {
    const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
    if (found === undefined) throw new Error(`no ${kind} ${name}`);
    return found;
  };

  test('holds no CustomResourceDefinition, so deleting it deletes no pipeline', () => {
    expect(objects.filter(({ kind }) => kind === 'CustomResourceDefinition')).toEqual([]);
  });

  test('selects pods by words that never change', () => {
    expect(readFileSync(join(import.meta.dirname, '../../manifests/install.yaml'), 'utf8')).not.toContain('cdk8s.io/');
    const { spec } = find('Deployment', 'datapipeline-operator');
    expect(spec?.selector).toEqual({
      matchLabels: {
        'app.kubernetes.io/name': 'datapipeline-operator',
        'app.kubernetes.io/component': 'controller',
      },
    });
  });

  test('does not hand pipelines to everybody who may edit a namespace', () => {
    expect(Object.keys(find('ClusterRole', 'datapipelines-edit').metadata.labels ?? {}).join()).not.toMatch(
      /aggregate/,
    );
  });

  test('lets the operator touch its own lease only', () => {
    const rules = find('Role', 'datapipeline-operator-lease').rules ?? [];
    const unlimited = rules.filter(({ resourceNames = [] }) => resourceNames.join() !== 'datapipeline-operator');
    expect(unlimited.flatMap(({ verbs }) => verbs)).toEqual(['create']);
  });

  test('keeps one of two pods while nodes are emptied, in another zone where there is one', () => {
    const deployment = find('Deployment', 'datapipeline-operator').spec as {
      readonly replicas: number;
      readonly selector: object;
      readonly template: { readonly spec: { readonly topologySpreadConstraints: readonly object[] } };
    };
    expect(deployment.replicas).toBe(2);
    expect(deployment.template.spec.topologySpreadConstraints).toEqual([
      expect.objectContaining({
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: deployment.selector,
      }),
    ]);
    expect(find('PodDisruptionBudget', 'datapipeline-operator').spec).toEqual({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: deployment.selector,
    });
  });

  test('leads to the metrics of each pod, by the port that the policy opens', () => {
    const service = find('Service', 'datapipeline-operator-metrics').spec as { readonly selector: object };
    expect(service).toMatchObject({ clusterIP: 'None', ports: [{ name: 'metrics', port: 8081 }] });
    expect({ matchLabels: service.selector }).toEqual(
      (find('Deployment', 'datapipeline-operator').spec as { selector: object }).selector,
    );
    const monitor = shipped('monitoring.yaml').find(({ kind }) => kind === 'ServiceMonitor')?.spec as {
      readonly selector: { readonly matchLabels: object };
    };
    expect(monitor).toMatchObject({ endpoints: [{ port: 'metrics' }] });
    expect(find('Service', 'datapipeline-operator-metrics').metadata.labels).toMatchObject(
      monitor.selector.matchLabels,
    );
  });

  test('opens only the port of the metrics, and only to namespaces with a label', () => {
    expect(find('NetworkPolicy', 'datapipeline-operator').spec).toMatchObject({
      policyTypes: ['Ingress'],
      podSelector: (find('Deployment', 'datapipeline-operator').spec as { selector: object }).selector,
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'datapipelines.dev/reads-metrics': 'true' } } }],
          ports: [{ port: 8081, protocol: 'TCP' }],
        },
      ],
    });
  });
});
