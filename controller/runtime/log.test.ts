import { expect, test } from '@jest/globals';
import { createLog, type LogLevel } from './log.ts';

function lines(level: LogLevel, use: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const written: string[] = [];
  use(createLog({ level, destination: { write: (line) => void written.push(line) } }));
  return written.map((line) => JSON.parse(line));
}

test('writes fields first and the message last', () => {
  const [line] = lines('info', (log) => log.child({ kind: 'Bucket' }).info({ key: 'a/b' }, 'applied'));
  expect(line).toMatchObject({ level: 'info', kind: 'Bucket', key: 'a/b', message: 'applied' });
  expect(Object.keys(line ?? {}).at(-1)).toBe('message');
});

test('keeps credentials out, also nested ones and those of a child', () => {
  const text = JSON.stringify(
    lines('debug', (log) => {
      log.info({ token: 'SECRET', headers: { authorization: 'Bearer SECRET' } }, 'a');
      log.child({ auth: { token: 'SECRET' } }).error({ a: { b: { password: 'SECRET' } } }, 'b');
    }),
  );
  expect(text).not.toContain('SECRET');
});

test('writes errors with their cause', () => {
  const [line] = lines('info', (log) => log.error({ error: new Error('outer', { cause: new Error('inner') }) }, 'x'));
  expect(line).toMatchObject({ error: { message: 'outer', cause: { message: 'inner' } } });
});

test('leaves out what is below its level', () => {
  expect(lines('warn', (log) => log.info({}, 'quiet'))).toEqual([]);
});
