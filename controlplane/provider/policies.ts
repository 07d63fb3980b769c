/** managementPolicies: which sets the provider accepts, and what each allows. */

export interface Allowed {
  readonly create: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  readonly lateInitialize: boolean;
  /** Nothing but reading: not even default tags are written. */
  readonly onlyObserve: boolean;
}

export type Policies =
  | { readonly type: 'Allowed'; readonly allowed: Allowed }
  | { readonly type: 'Paused' }
  | { readonly type: 'Unsupported'; readonly message: string };

/** By first letters, sorted: Create, Delete, LateInitialize, Observe, Update. */
const SUPPORTED = new Set(['CDLOU', 'CDOU', 'CLOU', 'COU', 'CDLO', 'CDO', 'CLO', 'CO', 'DO', 'OU', 'LOU', 'LO', 'O']);

export function readPolicies(policies: readonly string[]): Policies {
  if (policies.length === 0) return { type: 'Paused' };
  const letters = policies.includes('*')
    ? 'CDLOU'
    : [...new Set(policies.map((each) => each.charAt(0)))].sort().join('');
  if (!SUPPORTED.has(letters)) {
    const given = `[${policies.join(' ')}]`;
    return {
      type: 'Unsupported',
      message: `\`spec.managementPolicies\` is set to a value(${given}) which is not supported. Check docs for supported policies`,
    };
  }
  return {
    type: 'Allowed',
    allowed: {
      create: letters.includes('C'),
      update: letters.includes('U'),
      delete: letters.includes('D'),
      lateInitialize: letters.includes('L'),
      onlyObserve: letters === 'O',
    },
  };
}
