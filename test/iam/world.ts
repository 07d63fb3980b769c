/** What AWS would see of a pipeline: the objects with their fields, and what they say of each other by name. */

import type { RenderedObject } from '../../charts/rendered.ts';
import type { DataPipelineSpec } from '../../crds/datapipeline.ts';
import { withIds } from './policies.ts';

// biome-ignore lint/suspicious/noExplicitAny: fields of a provider's kinds, read as AWS would read them
export type Fields = Readonly<Record<string, any>>;

export interface Thing {
  /** "glue.Job". */
  readonly kind: string;
  readonly component: string;
  /** Its name in AWS where we choose it. */
  readonly name: string;
  readonly fields: Fields;
}

export interface World {
  readonly things: readonly Thing[];
  /** What the user asked for. */
  readonly spec: DataPipelineSpec;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** An ARN of a service in this region and account. */
  arn(service: string, resource: string): string;
  /** A request to the pipeline's key, as `service` makes it on a role's behalf, or the role itself. */
  key(service: string | undefined, action: string, context?: Readonly<Record<string, string>>): Need;
}

/** What a role must be able to do, and who says so. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

const KEY_ID = '11111111-2222-3333-4444-555555555555';

export function worldOf(objects: readonly RenderedObject[], spec: DataPipelineSpec): World {
  const { accountId: account, region, partition, encryption } = spec;
  const things = objects.map((object) => {
    const manifest = withIds(object);
    const { forProvider } = manifest.spec as { readonly forProvider: Fields };
    const name = manifest.metadata.annotations?.['crossplane.io/external-name'] ?? String(forProvider.name ?? '');
    return { kind: object.kind.key, component: object.component, name, fields: forProvider };
  });
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const aliases = things.filter(({ kind }) => kind === 'kms.Alias').map(({ name }) => `alias/${name}`);
  const arn = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  return {
    things,
    spec,
    partition,
    region,
    account,
    arn,
    key: (service, action, context = {}) => ({
      action: `kms:${action}`,
      resource: encryption?.existingKeyArn ?? arn('kms', `key/${KEY_ID}`),
      context: {
        ...(service === undefined ? {} : { 'kms:ViaService': `${service}.${region}.${suffix}` }),
        'kms:ResourceAliases': aliases,
        ...context,
      },
    }),
  };
}
