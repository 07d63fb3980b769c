/** How often a step looks whether something has ended that Step Functions cannot wait for: within its time-out, and not too often. */
const SHORTEST_SECONDS = 30;
const MOST_LOOKS = 120;

export interface Looks {
  /** Seconds between two. */
  readonly pause: number;
  readonly most: number;
}

export function looksWithin(timeoutSeconds: number): Looks {
  const pause = Math.max(SHORTEST_SECONDS, Math.ceil(timeoutSeconds / MOST_LOOKS));
  return { pause, most: Math.max(1, Math.floor(timeoutSeconds / pause)) };
}
