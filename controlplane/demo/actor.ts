/**
 * A program that plays a part in the demo. One that a Deployment would start again when it dies is started again, with longer
 * and longer pauses; when that helps no more, or nobody may start it again, it is trouble, told with its last words.
 */
import { readFileSync } from 'node:fs';
import type { Clock } from '../../controller/runtime/clock.ts';
import type { Supervised } from '../supervise.ts';

const FIRST_PAUSE_MS = 1_000;
/** So many ends within so long are no accident. */
const MOST_ENDS = 4;
const WINDOW_MS = 120_000;

export interface ActorOptions {
  /** "controller". */
  readonly what: string;
  readonly logFile: string;
  /** False for one that holds what nobody else remembers: the provider is AWS itself. */
  readonly restarts: boolean;
  readonly clock: Clock;
  start(): Pick<Supervised, 'exited' | 'kill'>;
}

export class Actor {
  readonly #options: ActorOptions;
  readonly #ends: number[] = [];
  #process: Pick<Supervised, 'exited' | 'kill'> | undefined;
  #cancelRestart: () => void = () => undefined;
  #killed = false;
  #trouble: string | undefined;

  constructor(options: ActorOptions) {
    this.#options = options;
    this.#start();
  }

  get logFile(): string {
    return this.#options.logFile;
  }

  /** Why it does not run and will not again; undefined while there is hope. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** What it said last, in a line; empty when it said nothing. */
  lastWords(): string {
    try {
      return lastWords(readFileSync(this.logFile, 'utf8'));
    } catch {
      return '';
    }
  }

  async kill(): Promise<void> {
    this.#killed = true;
    this.#cancelRestart();
    await this.#process?.kill();
  }

  #start(): void {
    const process = this.#options.start();
    this.#process = process;
    void process.exited.then((code) => this.#ended(code));
  }

  #ended(code: number | undefined): void {
    if (this.#killed) return;
    const { what, clock, restarts, logFile } = this.#options;
    const now = clock.now();
    this.#ends.push(now);
    const recent = this.#ends.filter((end) => now - end < WINDOW_MS).length;
    if (restarts && recent < MOST_ENDS) {
      this.#cancelRestart = clock.after(FIRST_PAUSE_MS * 2 ** (recent - 1), () => this.#start());
      return;
    }
    const how = code === undefined ? 'was killed' : `ended with exit code ${code}`;
    const often = recent > 1 ? `, ${recent} times in ${WINDOW_MS / 1000} s` : '';
    this.#trouble = `the ${what} ${how}${often}: ${this.lastWords() || 'it said nothing'}; its log is ${logFile}`;
  }
}

const LONGEST = 400;

/** Out of a log, JSON or not: the last line that speaks of something wrong, else the last of all. */
export function lastWords(log: string): string {
  const lines = log
    .split('\n')
    .slice(-200)
    .filter((line) => line.trim() !== '')
    .map(said);
  const words = (lines.findLast(({ wrong }) => wrong) ?? lines.at(-1))?.words ?? '';
  return words.length <= LONGEST ? words : `${words.slice(0, LONGEST - 1)}…`;
}

/** A line of the house's own logs (see controller/runtime/log.ts), or any other. */
function said(line: string): { readonly words: string; readonly wrong: boolean } {
  const entry = jsonOf(line);
  if (entry === undefined) {
    return { words: line.trim(), wrong: /error|cannot|refused|denied|failed/i.test(line) && !/^\s+at /.test(line) };
  }
  const { level, message, error } = entry;
  const reason = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  const words = [message, reason].filter((part) => typeof part === 'string').join(': ');
  return { words: words === '' ? line.trim() : words, wrong: level === 'warn' || level === 'error' };
}

function jsonOf(
  line: string,
): { readonly level?: unknown; readonly message?: unknown; readonly error?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
