import { describe, expect, test } from '@jest/globals';
import { type Cidr, contains, formatCidr, networkOf, overlap, parseCidr, partOf, sizeOf } from './cidr.ts';

const cidr = (text: string): Cidr => parseCidr(text) ?? { address: Number.NaN, prefix: Number.NaN };

describe('an IPv4 network', () => {
  test.each(['0.0.0.0/0', '10.1.0.0/16', '192.168.255.240/28', '255.255.255.255/32'])(
    '%s is written as read',
    (text) => {
      expect(formatCidr(cidr(text))).toBe(text);
    },
  );

  test.each(['', '10.1.0.0', '10.1.0.0/33', '10.1.0.256/24', '10.1.0/24', '10.1.0.0/16 ', 'fd00::/8'])(
    '%p is none',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );

  test('has a first address and a size', () => {
    expect(formatCidr(networkOf(cidr('10.1.200.7/18')))).toBe('10.1.192.0/18');
    expect(sizeOf(cidr('10.0.0.0/26'))).toBe(64);
  });

  test.each([
    ['10.1.0.0/16', '10.1.192.0/18', true],
    ['10.1.0.0/16', '10.2.0.0/18', false],
    ['10.1.0.0/18', '10.1.0.0/16', false],
    ['0.0.0.0/0', '192.168.0.0/16', true],
  ])('%s contains %s: %p', (outer, inner, expected) => {
    expect(contains(cidr(outer), cidr(inner))).toBe(expected);
    if (expected) expect([overlap(cidr(outer), cidr(inner)), overlap(cidr(inner), cidr(outer))]).toEqual([true, true]);
  });

  test('is cut into parts that lie in it, side by side', () => {
    const whole = cidr('172.31.255.0/24');
    const parts = [0, 1, 2, 3].map((index) => partOf(whole, 26, index));
    expect(parts.map(formatCidr)).toEqual([
      '172.31.255.0/26',
      '172.31.255.64/26',
      '172.31.255.128/26',
      '172.31.255.192/26',
    ]);
    for (const part of parts) expect(contains(whole, part)).toBe(true);
    expect(parts.filter((one) => parts.some((other) => other !== one && overlap(one, other)))).toEqual([]);
  });
});
