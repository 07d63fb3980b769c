/**
 * What the API server itself refuses, without a webhook: a lock that nobody can undo and nobody consented to, and the
 * deletion of the definitions. Both are said before anything is stored, to the person who does it.
 *
 * Grants are not among it. A policy is evaluated once for each parameter object and refuses when any evaluation does, so
 * "some grants together allow it" cannot be said (docs/adr/0023). An install of its own, because it needs Kubernetes 1.30.
 */
import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { DEFINITIONS } from '../../crds/definitions.ts';
import { ANNOTATION, GROUP, PLURAL } from '../../crds/identifiers.ts';
import { INSTALL_LABELS } from './names.ts';

interface Policy {
  readonly name: string;
  readonly rule: Readonly<Record<string, readonly string[]>>;
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  /** True for what may pass. */
  readonly expression: string;
  /** CEL that yields the message. */
  readonly message: string;
  readonly reason: 'Invalid' | 'Forbidden';
}

const CONSENT = ANNOTATION.confirmComplianceLock;

/** What the operator asks too (`ConsentMissing`), for clusters without this policy. */
const COMPLIANCE_LOCKS: Policy = {
  name: 'datapipelines-compliance-locks',
  rule: { apiGroups: [GROUP], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: [PLURAL] },
  variables: [
    {
      name: 'given',
      expression: `has(object.metadata.annotations) && '${CONSENT}' in object.metadata.annotations ? object.metadata.annotations['${CONSENT}'].split(',').map(entry, entry.trim()) : []`,
    },
    {
      // Locks that stand are not asked about: any other edit of such a pipeline would be refused.
      name: 'standing',
      expression:
        "oldObject == null || !has(oldObject.spec.zones) ? [] : oldObject.spec.zones.filter(z, has(z.objectLock) && z.objectLock.mode == 'COMPLIANCE').map(z, z.name)",
    },
    {
      name: 'missing',
      expression:
        "!has(object.spec.zones) ? [] : object.spec.zones.filter(z, has(z.objectLock) && z.objectLock.mode == 'COMPLIANCE' && !(z.name in variables.standing)).map(z, z.name + '=' + string(z.objectLock.retentionDays)).filter(lock, !(lock in variables.given))",
    },
  ],
  expression: 'size(variables.missing) == 0',
  message: `'an object lock in mode COMPLIANCE cannot be undone by anybody; to consent, give the pipeline the annotation ${CONSENT}: ' + variables.missing.join(',')`,
  reason: 'Invalid',
};

/** By uid, as with pipelines: an annotation that lies in a file for good would consent to nothing in particular. */
const DEFINITIONS_STAY: Policy = {
  name: 'datapipelines-definitions-stay',
  rule: {
    apiGroups: ['apiextensions.k8s.io'],
    apiVersions: ['*'],
    operations: ['DELETE'],
    resources: ['customresourcedefinitions'],
    resourceNames: DEFINITIONS.map(({ kind }) => `${kind.plural}.${kind.group}`),
  },
  variables: [],
  expression: `has(oldObject.metadata.annotations) && '${ANNOTATION.confirmDeletion}' in oldObject.metadata.annotations && oldObject.metadata.annotations['${ANNOTATION.confirmDeletion}'] == oldObject.metadata.uid`,
  message: `'deleting this definition deletes every ' + oldObject.spec.names.kind + ' of the cluster; to do so all the same: kubectl annotate crd ' + oldObject.metadata.name + ' ${ANNOTATION.confirmDeletion}=' + oldObject.metadata.uid`,
  reason: 'Forbidden',
};

export class AdmissionChart extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { disableResourceNameHashes: true, labels: { ...INSTALL_LABELS } });
    for (const policy of [COMPLIANCE_LOCKS, DEFINITIONS_STAY]) this.#add(policy);
  }

  #add({ name, rule, variables, expression, message, reason }: Policy): void {
    const apiVersion = 'admissionregistration.k8s.io/v1';
    new ApiObject(this, name, {
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: [rule] },
        variables,
        validations: [{ expression, messageExpression: message, reason }],
      },
    });
    new ApiObject(this, `${name}-binding`, {
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name, validationActions: ['Deny'] },
    });
  }
}
