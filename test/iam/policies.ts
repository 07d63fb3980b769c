/**
 * Every policy that pipelines render, with what AWS would put for the ids that only it can choose.
 *
 *   node --import tsx test/iam/policies.ts      writes them as JSON, each distinct text once
 */
import { pathToFileURL } from 'node:url';
import { resolveTokens } from '../../charts/observed.ts';
import { renderPipeline } from '../../charts/render.ts';
import type { ObservedToken, RenderedObject } from '../../charts/rendered.ts';
import { type Proven, randomPipelines, writtenPipelines } from './pipelines.ts';

export interface FoundPolicy {
  /** "clickstream-production: RolePolicy of jobs/clean". */
  readonly where: string;
  /** The field that holds it. */
  readonly field: string;
  readonly policy: string;
}

const POLICY_FIELDS = ['policy', 'assumeRolePolicy'];

/** Ids in the form of AWS; everything else that is observed stands in a policy as an ARN. */
const IDS: Readonly<Record<string, string>> = {
  Subnet: 'subnet-0123456789abcdef0',
  SecurityGroup: 'sg-0123456789abcdef0',
  VPC: 'vpc-0123456789abcdef0',
  Application: '00f5trm1gtaf001d',
  Key: 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555',
};

/** The manifest as it is applied once all that it names exists. @throws Error when a kind's id has no form here. */
export function withIds(object: RenderedObject): RenderedObject['manifest'] {
  const lookup = ({ from, path }: ObservedToken): string => {
    const kind = from.split('/')[1] ?? '';
    const id = IDS[kind];
    return id ?? `${kind}-${path}`;
  };
  return resolveTokens(object.manifest, lookup).value;
}

export function policiesOf({ name, pipeline }: Proven): readonly FoundPolicy[] {
  return renderPipeline(pipeline).objects.flatMap((object) => {
    const { forProvider } = withIds(object).spec as { readonly forProvider: Readonly<Record<string, unknown>> };
    return POLICY_FIELDS.flatMap((field) => {
      const policy = forProvider[field];
      if (typeof policy !== 'string') return [];
      return [{ where: `${name}: ${object.kind.kind} of ${object.component}`, field, policy }];
    });
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const distinct = new Map<string, FoundPolicy>();
  for (const found of [...writtenPipelines(), ...randomPipelines(500)].flatMap(policiesOf)) {
    if (!distinct.has(found.policy)) distinct.set(found.policy, found);
  }
  process.stdout.write(JSON.stringify([...distinct.values()]));
}
