/** A spec that cannot be built. The schema refuses such specs first; this is for objects that never passed it. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  /** The piece of spec at fault, in the user's words: "schedules/nightly". */
  readonly component: string;
  /** What is wrong and what to write instead, without the component. */
  readonly reason: string;

  constructor(component: string, reason: string) {
    super(`${component}: ${reason}`);
    this.component = component;
    this.reason = reason;
  }
}
