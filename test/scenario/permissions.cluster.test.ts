/**
 * The operator's permissions are exactly what it uses: the API server writes down what the operator asks for through the life of a
 * pipeline, and that is compared with the rules of the shipped roles. A rule that nobody uses fails, and so does a request that
 * no rule allows.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MANAGED_KINDS } from '../../charts/kinds/all.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { OPERATOR_NAME, OPERATOR_NAMESPACE } from '../../charts/operator/names.ts';
import { freePort } from '../../controlplane/control-plane.ts';
import { readObjects } from '../../controlplane/demo/cluster-objects.ts';
import { eventually } from '../support/eventually.ts';
import { type AuditEvent, MANIFESTS, OwnCluster } from '../support/own-cluster.ts';

const USER = `system:serviceaccount:${OPERATOR_NAMESPACE}:${OPERATOR_NAME}`;
const OWN_ROLES = [OPERATOR_NAME, `${OPERATOR_NAME}-lease`];
const MANAGED_GROUPS = new Set(MANAGED_KINDS.map(({ group }) => group));
/** A kind of which no pipeline here has one, and whose definition is missing: a deletion then asks whether it exists. */
const ABSENT = `${KINESIS.StreamConsumer.plural}.${KINESIS.StreamConsumer.group}`;

/** Rules that no request shows, each with why it stands. */
const UNSEEN: Readonly<Record<string, string>> = {
  'managed resources create':
    'asked by the API server itself when an apply, which is a patch, makes the object; shown below by what happens without it',
  'datapipelines.dev datapipelines/finalizers update':
    'asked by the admission plug-in OwnerReferencesPermissionEnforcement, as part of the creation of a managed resource',
};

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** "datapipelines.dev datapipelines patch"; managed resources, which all have the same rules, are one word. */
function permission(group: string, resource: string, verb: string): string {
  return MANAGED_GROUPS.has(group) ? `managed resources ${verb}` : `${group} ${resource} ${verb}`;
}

async function granted(install: string): Promise<ReadonlySet<string>> {
  const objects = await readObjects(join(MANIFESTS, install));
  const roles = objects.filter(({ kind, metadata }) => /Role$/.test(kind) && OWN_ROLES.includes(metadata.name));
  const rules = roles.flatMap((role) => (role as unknown as { readonly rules: readonly Rule[] }).rules);
  return new Set(
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) => resources.flatMap((name) => verbs.map((verb) => permission(group, name, verb)))),
    ),
  );
}

function asked({ verb, objectRef = {} }: AuditEvent): string {
  const { apiGroup = '', resource = '', subresource } = objectRef;
  return permission(apiGroup, subresource === undefined ? resource : `${resource}/${subresource}`, verb);
}

/** Takes a label off a bucket and waits until the operator has put it back. */
async function takeMark(cluster: OwnCluster, namespace: string): Promise<void> {
  const label = 'datapipelines.dev/uid';
  const get = (path: string): Promise<string> =>
    cluster.kubectl('-n', namespace, 'get', 'buckets.s3.aws.m.upbound.io', '-o', `jsonpath=${path}`);
  const [name = ''] = (await get('{.items[*].metadata.name}')).split(' ');
  await cluster.kubectl('-n', namespace, 'label', 'buckets.s3.aws.m.upbound.io', name, `${label}-`);
  await eventually(async () => (await get(`{.items[?(@.metadata.name=="${name}")].metadata.labels}`)).includes(label), {
    what: 'the label to be put back',
    timeoutMs: 30_000,
  });
}

describe.each<[install: string, namespace: string, watchNamespace?: string]>([
  ['install.yaml', 'team-a'],
  ['install-namespaced.yaml', 'pipelines', 'pipelines'],
])('the permissions of %s', (install, namespace, watchNamespace) => {
  let cluster: OwnCluster | undefined;
  let events: readonly AuditEvent[];
  let metrics: string;

  beforeAll(async () => {
    cluster = await OwnCluster.open({ audited: true, missing: [ABSENT], install, namespaces: [namespace] });
    await cluster.startProvider();
    const metricsPort = await freePort();
    await cluster.startOperator({
      leading: true,
      metricsPort,
      ...(watchNamespace !== undefined && { watchNamespace }),
    });
    await cluster.apply(namespace, 'lake', { streams: [{ name: 'main' }] });
    await cluster.until(namespace, 'lake', 'Ready');
    metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    // The same event twice in a row is one event with a count.
    for (const _ of ['once', 'again']) await takeMark(cluster, namespace);
    await cluster.kubectl('-n', namespace, 'delete', 'dpl', 'lake', '--timeout=120s');
    await cluster.stopOperator();
    events = (await cluster.audit()).filter(({ user }) => user.username === USER);
  }, 300_000);
  afterAll(() => cluster?.close(), 60_000);

  test('are all used', async () => {
    const used = new Set(events.map(asked));
    const unused = [...(await granted(install))].filter((rule) => !used.has(rule) && UNSEEN[rule] === undefined);
    expect(unused).toEqual([]);
  });

  test('suffice: nothing is refused', () => {
    const refused = events.filter(({ responseStatus }) => responseStatus?.code === 403).map(asked);
    expect([...new Set(refused)]).toEqual([]);
  });

  test('suffice to tell Prometheus of pipelines, watches and who leads', () => {
    const lines = metrics.split('\n');
    expect(lines).toContain(`datapipeline_state{pipeline_namespace="${namespace}",pipeline="lake",state="Ready"} 1`);
    expect(lines).toContain('leader_election_master_status{name="datapipeline-operator"} 1');
    expect(lines).toContain('watch_state{group="s3.aws.m.upbound.io",kind="Bucket",state="Synced"} 1');
  });

  test('to make what it applies is asked, though the request is a patch', async () => {
    if (cluster === undefined) throw new Error('there is no cluster');
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'patch', namespace },
    };
    const rules = [{ apiGroups: [''], resources: ['serviceaccounts'], verbs: ['patch', 'get'] }];
    await cluster.admin({ ...role, rules });
    const subjects = [{ kind: 'ServiceAccount', name: 'default', namespace }];
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'patch' };
    await cluster.admin({ ...role, kind: 'RoleBinding', roleRef, subjects });
    const file = join(mkdtempSync(join(tmpdir(), 'permissions-')), 'account.json');
    writeFileSync(
      file,
      `{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"new","namespace":"${namespace}"}}`,
    );
    const made = cluster.kubectl(
      'apply',
      '--server-side',
      `--as=system:serviceaccount:${namespace}:default`,
      '-f',
      file,
    );
    await expect(made).rejects.toThrow('cannot create resource "serviceaccounts"');
    rmSync(dirname(file), { recursive: true });
  });

  test('are excused from use only where they stand', async () => {
    const rules = await granted(install);
    expect(Object.keys(UNSEEN).filter((rule) => !rules.has(rule))).toEqual([]);
  });
});
