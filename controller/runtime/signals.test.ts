import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { type ProcessSignals, stopSignal } from './signals.ts';

class FakeProcess extends EventEmitter implements ProcessSignals {
  readonly exits: number[] = [];

  exit(code: number): void {
    this.exits.push(code);
  }
}

test('the first signal asks to stop, the second ends the process', () => {
  const process = new FakeProcess();
  const stop = stopSignal(process);
  process.emit('SIGTERM');
  expect([stop.aborted, process.exits]).toEqual([true, []]);
  process.emit('SIGINT');
  expect(process.exits).toEqual([130]);
});
