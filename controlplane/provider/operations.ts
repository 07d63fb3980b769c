/**
 * The background operations: what a create, update or delete call does in AWS, or the message with which it fails.
 * As in reality a create is done in AWS before the provider learns of it; what happens in between is lost on a restart.
 */
import type { JsonObject } from '../../crds/kubernetes.ts';
import type { Actor, AwsObject, SimulatedAws } from './aws.ts';
import { type AwsFault, describeFault } from './aws-fault.ts';
import type { Input, Operation, UpdateFault } from './behaviour.ts';
import { addressOf, type Difference, desiredTags, inputOf, type Target, typeOf } from './external.ts';
import { refusesTags } from './rules/tags.ts';

/** Sources of ids. */
export interface Ids {
  /** A UUID. */
  readonly uuid: () => string;
}

export type Outcome =
  /** `name`: the id that AWS gave to an object of an Assigned kind. */
  | { readonly type: 'Done'; readonly name?: string }
  /** Without the provider's "async create failed: ". */
  | { readonly type: 'Failed'; readonly message: string };

export function create(target: Target, aws: SimulatedAws, ids: Ids): Outcome {
  const input = inputOf(target);
  const refused = refusesCreate(target, input, aws);
  if (refused !== undefined) return failed('Create', target, input, refused, ids);
  const { behaviour } = target;
  const address = behaviour.address(input) ?? behaviour.drawn(ids.uuid());
  const requirements = behaviour.requires(input);
  aws.create({
    type: typeOf(behaviour),
    account: input.scope.account,
    region: input.scope.region,
    address,
    scope: input.scope,
    attributes: input.desired,
    tags: desiredTags(target),
    internals: behaviour.internals(undefined, input.desired, aws.now()),
    parents: requirements.filter(({ partOf }) => partOf).map(({ type, address }) => ({ type, address })),
    by: actor(target),
  });
  return behaviour.kind.identity === 'Named' ? { type: 'Done' } : { type: 'Done', name: address };
}

export function update(
  target: Target,
  object: AwsObject,
  difference: Extract<Difference, { type: 'Update' | 'Replacement' }>,
  aws: SimulatedAws,
  ids: Ids,
): Outcome {
  if (difference.type === 'Replacement') return { type: 'Failed', message: difference.message };
  const input = { ...inputOf(target), desired: difference.attributes };
  const refused = refusesUpdate(target, object, input, aws);
  if (refused?.done !== undefined) {
    const attributes = { ...object.attributes, ...refused.done };
    aws.update(object, changed(target, object, attributes, aws), actor(target));
  }
  if (refused !== undefined) return failed('Update', target, input, refused, ids);
  const { attributes, tags } = difference;
  aws.update(object, { ...changed(target, object, attributes, aws), tags }, actor(target));
  return { type: 'Done' };
}

export function remove(target: Target, aws: SimulatedAws, ids: Ids): Outcome {
  const address = addressOf(target);
  const object = address && aws.find(address);
  if (object === undefined) return { type: 'Done' };
  const refused = injected('Delete', target, aws) ?? target.behaviour.refuses.delete?.(object, aws);
  if (refused !== undefined) return failed('Delete', target, inputOf(target), refused, ids);
  aws.delete(object, actor(target), target.behaviour.deletion);
  return { type: 'Done' };
}

function refusesCreate(target: Target, input: Input, aws: SimulatedAws): AwsFault | undefined {
  const { behaviour } = target;
  const fault = injected('Create', target, aws);
  if (fault !== undefined) return fault;
  const { account, region } = input.scope;
  for (const { type, address, fault: missing, pending = missing } of behaviour.requires(input)) {
    if (aws.exists({ type, address, account })) continue;
    return aws.list({ type, address, account }).length > 0 ? pending : missing;
  }
  const address = behaviour.address(input);
  if (address !== undefined && behaviour.recreate === undefined) {
    const taken = aws.find({ type: typeOf(behaviour), account, region, address });
    if (taken !== undefined) return behaviour.taken(input);
  }
  return refusesTags(desiredTags(target), behaviour.kind) ?? behaviour.refuses.create?.(input, aws);
}

function refusesUpdate(target: Target, object: AwsObject, input: Input, aws: SimulatedAws): UpdateFault | undefined {
  const { kind, refuses } = target.behaviour;
  return (
    injected('Update', target, aws) ?? refusesTags(desiredTags(target), kind) ?? refuses.update?.(object, input, aws)
  );
}

function changed({ behaviour }: Target, object: AwsObject, attributes: JsonObject, aws: SimulatedAws) {
  return { attributes, internals: behaviour.internals(object, attributes, aws.now()) };
}

function injected(operation: Operation, { resource, behaviour }: Target, aws: SimulatedAws): AwsFault | undefined {
  return aws.faults.hit('Refused', { ...resource, kind: behaviour.kind }, operation)?.error;
}

const VERB = {
  Create: { past: 'create', doing: 'creating' },
  Update: { past: 'update', doing: 'updating' },
  Delete: { past: 'delete', doing: 'deleting' },
} as const;

function failed(operation: Operation, { behaviour }: Target, input: Input, fault: AwsFault, ids: Ids): Outcome {
  const doing = operation === 'Create' ? behaviour.creating : VERB[operation].doing;
  const call = `${behaviour.service}: ${behaviour.calls[operation]}`;
  const told = describeFault(fault, `${doing} ${behaviour.title(input)}`, call, ids.uuid());
  return { type: 'Failed', message: `failed to ${VERB[operation].past} the resource: [{0 ${told}  []}]` };
}

function actor({ resource }: Target): Actor {
  return { uid: resource.uid, namespace: resource.namespace, name: resource.name };
}
