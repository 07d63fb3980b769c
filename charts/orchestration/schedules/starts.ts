/** The schedules of EventBridge Scheduler that start one target: each calls AWS once. */
import { type NameScope, objectName } from '../../names.ts';
import type { CallModel, StartTarget } from './targets.ts';

export interface StartModel extends Pick<CallModel, 'arn' | 'input'> {
  readonly object: string;
  /** In EventBridge Scheduler, within the pipeline's group. */
  readonly schedule: string;
}

/** Named by `words`, and by what tells one call from the others. */
export function startsOf(scope: NameScope, { calls }: StartTarget, ...words: readonly string[]): readonly StartModel[] {
  return calls.map(({ arn, input, words: others }) => {
    const name = [...words, ...others];
    return { object: objectName(scope, ...name), schedule: name.join('.'), arn, input };
  });
}
