/**
 * Turns SIGTERM and SIGINT into an AbortSignal, for main.ts only. The first asks to stop in good order; a second one means that
 * somebody will not wait, and ends the process at once with the exit code that shells give to a killed program.
 */
export interface ProcessSignals {
  on(event: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): void;
}

const exitCodes = { SIGTERM: 143, SIGINT: 130 } as const;

export function stopSignal(source: ProcessSignals = process): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    source.on(name, () => {
      if (controller.signal.aborted) source.exit(exitCodes[name]);
      else controller.abort(new Error(`received ${name}`));
    });
  }
  return controller.signal;
}
