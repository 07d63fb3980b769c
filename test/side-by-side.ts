/**
 * Runs that do not depend on each other, a few at a time. Pure of processes: what a run is, the caller says.
 */

export interface Step<Result> {
  readonly name: string;
  /** Name of the step that has to end well before this one. */
  readonly after?: string;
  start(): Promise<Result>;
}

/**
 * Starts steps in their order as lanes become free, passing over those that still wait. One whose predecessor did not end
 * well never starts; `notRun` says what that counts as. A predecessor that is not among the steps holds nothing up.
 *
 * @throws Error when two steps have one name: the second would pass for run when the first is.
 */
export async function sideBySide<Result>(
  steps: readonly Step<Result>[],
  lanes: number,
  endedWell: (result: Result) => boolean,
  notRun: (step: Step<Result>) => Result,
): Promise<ReadonlyMap<string, Result>> {
  const twice = steps.find(({ name }, index) => steps.findIndex((step) => step.name === name) < index);
  if (twice !== undefined) throw new Error(`two steps are called ${twice.name}`);
  const results = new Map<string, Result>();
  const running = new Map<string, Promise<void>>();
  let waiting = [...steps];
  const predecessorOf = (step: Step<Result>): 'open' | 'good' | 'bad' => {
    if (step.after === undefined || !steps.some(({ name }) => name === step.after)) return 'good';
    const result = results.get(step.after);
    if (result === undefined) return 'open';
    return endedWell(result) ? 'good' : 'bad';
  };
  while (waiting.length > 0 || running.size > 0) {
    for (const step of waiting) {
      const predecessor = predecessorOf(step);
      if (predecessor === 'bad') results.set(step.name, notRun(step));
      if (predecessor !== 'good' || running.size >= lanes) continue;
      const ended = step.start().then((result) => {
        results.set(step.name, result);
        running.delete(step.name);
      });
      running.set(step.name, ended);
    }
    waiting = waiting.filter(({ name }) => !results.has(name) && !running.has(name));
    if (running.size > 0) await Promise.race(running.values());
    else if (waiting.length > 0 && !waiting.some((step) => predecessorOf(step) !== 'open')) {
      throw new Error(`${waiting.map(({ name }) => name).join(', ')} wait for each other`);
    }
  }
  return results;
}
