/**
 * The status as a whole: what is told of every pipeline, and what the sections give. Limits here are wide on purpose: a status that the API server refuses helps nobody. Whoever writes status cuts texts
 * to these lengths first.
 */
import { choice, instant, integer, map, named, object, optional, sequence, text } from './fields.ts';
import { membersOf } from './sections.ts';
import { count, fromAws } from './status-fields.ts';

const MAX_PROBLEMS = 10;
export const MAX_HELD_CHANGES = 20;
/** More than any pipeline has today; whoever writes status cuts to it all the same. */
export const ROLE_ARNS_SHOWN = 256;
export const TOPOLOGY_SHOWN = 128;
export const TOPOLOGY_LENGTH = 1024;
export const UNPRICED_SHOWN = 20;
const MESSAGE_MAX_LENGTH = 4096;

const condition = object(
  {
    type: text({ description: 'Ready, Reconciling, Stalled, Suspended, or <Stage>Ready.', maxLength: 316 }),
    status: choice(['True', 'False', 'Unknown'], { description: 'True, False or Unknown.' }),
    reason: text({ description: 'One CamelCase word for programs.', minLength: 1, maxLength: 1024 }),
    message: text({ description: 'For people: what is, and what to do.', maxLength: 32768 }),
    lastTransitionTime: instant({ description: 'When status last changed.' }),
    observedGeneration: optional(
      integer({ description: 'metadata.generation that this tells of.', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    ),
  },
  { description: 'One condition.' },
);

const resources = object(
  {
    desired: count('Managed resources that the spec asks for.'),
    ready: count('Of these: ready.'),
    waiting: count('Of these: not applied yet, because they need another one first.'),
    failed: count('Of these: refused by the API server, by the provider or by AWS.'),
  },
  { description: 'Managed resources, counted.' },
);

const problem = object(
  {
    component: text({ description: 'The piece of spec concerned.', example: 'zones/raw', maxLength: 253 }),
    resource: text({ description: 'The managed resource.', example: 'Bucket/clickstream-raw', maxLength: 512 }),
    reason: text({ description: 'One CamelCase word for programs.', example: 'AWSError', maxLength: 256 }),
    message: text({ description: 'What is wrong, and what to do.', maxLength: MESSAGE_MAX_LENGTH }),
  },
  { description: 'One thing that stands in the way.' },
);

const heldChange = object(
  {
    component: text({ description: 'The piece of spec concerned.', example: 'zones/raw', maxLength: 253 }),
    field: text({ description: 'What would change.', example: 'lifecycle.expireAfterDays', maxLength: 512 }),
    from: text({ description: 'As it is now.', example: '2555', maxLength: 512 }),
    to: text({ description: 'As the spec says.', example: '90', maxLength: 512 }),
    why: text({
      description: 'What AWS would delete.',
      example: 'objects older than 90 days would be deleted',
      maxLength: MESSAGE_MAX_LENGTH,
    }),
  },
  { description: 'One change of the spec that is not carried out yet.' },
);

const dollars = (description: string, example: string) => text({ description, example, maxLength: 32 });

const estimatedMonthlyCost = object(
  {
    amountUSD: dollars('Idle and usage together.', '412.80'),
    idleUSD: dollars('Of it, what is paid for what stands there, though nothing flows and runs.', '310.15'),
    unpriced: optional(
      sequence(text({ description: 'One component.', maxLength: 253 }), {
        description: 'What costs something that is in neither, for want of a price.',
        example: ['jobs/sessions'],
        maxItems: UNPRICED_SHOWN,
      }),
    ),
    pricesAsOf: text({ description: 'Day of the list prices.', example: '2026-08-21', maxLength: 10 }),
    generation: optional(
      integer({ description: 'metadata.generation that it is of.', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    ),
  },
  {
    description:
      'What the pipeline costs in a month at list prices, as if nothing were suspended. Usage is assumed, not measured; render --cost prints how.',
  },
);

const summary = object(
  {
    status: optional(
      text({
        description: 'Ready, or the reason and the beginning of the message: column STATUS.',
        example: 'Progressing: 3 of 62 resources are not ready',
        maxLength: 256,
      }),
    ),
    resources: optional(text({ description: 'Ready and desired: column RESOURCES.', example: '59/62', maxLength: 32 })),
    nextRun: optional(
      text({
        description: 'Soonest due time of all schedules, RFC 3339: column NEXT RUN.',
        example: '2026-11-23T06:00:00Z',
        maxLength: 64,
      }),
    ),
  },
  { description: 'Texts for the columns of kubectl get; programs read the other fields.' },
);

export const status = object(
  {
    observedGeneration: optional(
      integer({
        description: 'metadata.generation of the spec that this status tells of; -1: no operator has looked yet.',
        minimum: -1,
        maximum: Number.MAX_SAFE_INTEGER,
      }),
    ),
    conditions: optional(
      named(condition, {
        description:
          'Ready; Reconciling and Stalled only while True; <Stage>Ready for each stage that the spec uses; Suspended.',
        key: 'type',
        maxItems: 16,
      }),
    ),
    resources: optional(resources),
    estimatedMonthlyCost: optional(estimatedMonthlyCost),
    ...membersOf('status'),
    problems: optional(
      sequence(problem, {
        description: 'What stands in the way, the first ten; moreProblems counts the others.',
        maxItems: MAX_PROBLEMS,
      }),
    ),
    moreProblems: optional(count('Problems beyond those listed.')),
    heldChanges: optional(
      sequence(heldChange, {
        description:
          'Changes that would make AWS delete what it keeps today, or replace what somebody else configured. They are not carried out until the annotation datapipelines.dev/approve names approvalDigest; the rest of the spec is. The first twenty; moreHeldChanges counts the others.',
        maxItems: MAX_HELD_CHANGES,
      }),
    ),
    moreHeldChanges: optional(count('Held changes beyond those listed.')),
    approvalDigest: optional(
      text({
        description: 'Names exactly these held changes; another as soon as the spec or what is there moves.',
        example: '0f1e2d3c4b5a6978',
        maxLength: 64,
      }),
    ),
    roleArns: optional(
      map(fromAws('ARN of the role.', 'arn:aws:iam::123456789012:role/…'), {
        description: 'ARNs of the IAM roles of the pipeline by what each is for, for policies written elsewhere.',
        maxProperties: ROLE_ARNS_SHOWN,
      }),
    ),
    moreRoleArns: optional(count('Roles beyond those listed.')),
    topology: optional(
      sequence(text({ description: 'One component.', maxLength: TOPOLOGY_LENGTH }), {
        description: 'What each component does to which others, as render --graph draws it.',
        example: ['deliveries/lake reads streams/main; writes zones/raw', 'schedules/nightly starts workflows/batch'],
        maxItems: TOPOLOGY_SHOWN,
      }),
    ),
    moreTopology: optional(count('Components of topology beyond those listed.')),
    summary: optional(summary),
  },
  { description: 'What the operator sees. Written by the controller only.' },
);
