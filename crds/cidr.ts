/** Arithmetic of IPv4 networks in CIDR notation. Addresses are numbers from 0 to 2^32 - 1. */

export interface Cidr {
  /** First address as it is written; it need not be the network's. */
  readonly address: number;
  /** 0 to 32. */
  readonly prefix: number;
}

const FORM = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** undefined for what is not `a.b.c.d/n` with numbers in their ranges. */
export function parseCidr(text: string): Cidr | undefined {
  const numbers = FORM.exec(text)?.slice(1).map(Number);
  if (numbers === undefined) return undefined;
  const prefix = numbers.at(-1) ?? Number.NaN;
  const octets = numbers.slice(0, 4);
  if (prefix > 32 || octets.some((octet) => octet > 255)) return undefined;
  return { address: octets.reduce((sum, octet) => sum * 256 + octet, 0), prefix };
}

export function formatCidr({ address, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** Count of its addresses. */
export function sizeOf({ prefix }: Pick<Cidr, 'prefix'>): number {
  return 2 ** (32 - prefix);
}

/** The network that an address with a prefix lies in: 10.1.0.5/16 gives 10.1.0.0/16. */
export function networkOf({ address, prefix }: Cidr): Cidr {
  return { address: address - (address % sizeOf({ prefix })), prefix };
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return (
    inner.prefix >= outer.prefix && networkOf({ ...inner, prefix: outer.prefix }).address === networkOf(outer).address
  );
}

export function overlap(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/** The part number `index`, from 0, of a network cut into equal parts of a longer prefix. */
export function partOf(whole: Cidr, prefix: number, index: number): Cidr {
  return { address: networkOf(whole).address + index * sizeOf({ prefix }), prefix };
}
