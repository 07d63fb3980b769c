import { describe, expect, test } from '@jest/globals';
import { complete, type Identity, isComputed, transferred, unsetOf } from './recorded-values.ts';

describe('what AWS says of arguments that are not set', () => {
  const seen = {
    name: 'lake',
    description: '',
    classes: ['x86'],
    logging: { enabled: true, group: '' },
    encryption: { type: 'NONE', key: '' },
    columns: [
      { name: 'a', comment: '' },
      { name: 'b', comment: '' },
    ],
  };
  const given = { name: 'lake', logging: { enabled: true }, columns: [{ name: 'a' }, { name: 'b' }] };
  const unset = unsetOf(seen, given);

  test('completes the recorded manifest to what was recorded', () => {
    expect(complete(given, unset)).toEqual(seen);
  });

  test('completes another one the same way, also what it gives in part', () => {
    expect(complete({ name: 'other', columns: [{ name: 'c', comment: 'kept' }, { name: 'd' }] }, unset)).toEqual({
      name: 'other',
      description: '',
      classes: ['x86'],
      encryption: { type: 'NONE', key: '' },
      columns: [
        { name: 'c', comment: 'kept' },
        { name: 'd', comment: '' },
      ],
    });
    expect(complete({ encryption: { type: 'KMS' } }, unset).encryption).toEqual({ type: 'KMS', key: '' });
  });
});

describe('what carries the identity of the recorded object', () => {
  const recorded: Identity = {
    partition: 'aws',
    account: '123456789012',
    region: 'us-east-1',
    address: 'demo_raw/events',
    createdAt: '',
  };
  const actual: Identity = {
    partition: 'aws-cn',
    account: '999999999999',
    region: 'cn-north-1',
    address: 'lake/clicks',
    createdAt: '2026-01-01T00:00:00Z',
  };

  test.each([
    [
      'arn:aws:glue:us-east-1:123456789012:table/demo_raw/events',
      'arn:aws-cn:glue:cn-north-1:999999999999:table/lake/clicks',
    ],
    ['123456789012:demo_raw:events', '999999999999:lake:clicks'],
    ['2026-11-22T23:40:34Z', '2026-01-01T00:00:00Z'],
    [
      ['us-east-1', { at: '123456789012' }],
      ['cn-north-1', { at: '999999999999' }],
    ],
  ])('%j is %j of another object', (before, after) => {
    expect(isComputed(before, recorded)).toBe(true);
    expect(transferred(before, recorded, actual)).toEqual(after);
  });

  test.each(['', 'ENABLED', 'demo_raw_2', 'Europe/Berlin', 3600, false, { mode: 'PassThrough' }])(
    '%j is the same for every object',
    (value) => {
      expect(isComputed(value, recorded)).toBe(false);
      expect(transferred(value, recorded, actual)).toEqual(value);
    },
  );
});
