/** What is wrong, in pipeline words: which zone, stream or schedule, which resource, what the provider said. */
import type { PlannedObject } from './plan.ts';
import type { RemovalStep } from './removal.ts';

export interface Problem {
  /** "zones/raw" */
  readonly component: string;
  /** "Bucket/analytics-clickstream-raw" */
  readonly resource: string;
  readonly reason: string;
  readonly message: string;
}

/** In apply order: the first problem is usually the cause of the later ones. */
export function problemsOf(objects: readonly PlannedObject[], removals: readonly RemovalStep[]): Problem[] {
  const failed = objects.flatMap(({ object, state }): Problem[] =>
    state.state !== 'Failed'
      ? []
      : [
          {
            component: object.component,
            resource: `${object.kind.kind}/${object.manifest.metadata.name}`,
            reason: state.reason,
            message: state.message,
          },
        ],
  );
  const blocked = removals.flatMap((step): Problem[] =>
    step.step !== 'Wait' || step.blockedBy === undefined
      ? []
      : [
          {
            component: step.child.component,
            resource: `${step.child.kind.kind}/${step.child.name}`,
            reason: 'DeletionBlocked',
            message: step.blockedBy,
          },
        ],
  );
  return [...merged(failed), ...blocked];
}

/** One missing CRD fails many objects with one message: say it once. */
function merged(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ reason, message }) => {
    if (reason !== 'KindMissing') return true;
    if (seen.has(message)) return false;
    seen.add(message);
    return true;
  });
}
