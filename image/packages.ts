/** What of others went into the bundle: packages with version, licence and where they came from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

export interface Package {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as its author declares it. */
  readonly license: string;
  /** The text that has to go along with it. */
  readonly text: string;
  /** Of the archive it was installed from, hexadecimal; undefined for one that came inside another's. */
  readonly sha512: string | undefined;
}

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version: string; readonly integrity?: string; readonly inBundle?: boolean }>
  >;
}

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[-.]|$)/i;

/**
 * In the order of their names.
 * @throws Error when one has no licence, or the lock does not know it
 */
export function packagesIn({ inputs }: Pick<Metafile, 'inputs'>, root: string): readonly Package[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const places = new Set(Object.keys(inputs).flatMap((file) => placeOf(file) ?? []));
  return [...places].sort().map((place): Package => {
    const { version, integrity, inBundle = false } = packages[place] ?? {};
    const [, hash] = /^sha512-(.+)$/.exec(integrity ?? '') ?? [];
    if (version === undefined || (hash === undefined && !inBundle))
      throw new Error(`${place} is not in package-lock.json`);
    const { name, license } = JSON.parse(readFileSync(join(root, place, 'package.json'), 'utf8')) as {
      readonly name: string;
      readonly license?: string;
    };
    const files = readdirSync(join(root, place)).filter((file) => LICENCE_FILE.test(file));
    if (license === undefined) throw new Error(`${place} declares no licence`);
    const text = files.map((file) => readFileSync(join(root, place, file), 'utf8').trim()).join('\n\n');
    return { name, version, license, text, sha512: hash && Buffer.from(hash, 'base64').toString('hex') };
  });
}

/** "node_modules/a/node_modules/@b/c" of a file in it; undefined for our own. */
function placeOf(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

export function licenceTexts(packages: readonly Package[]): string {
  return packages
    .map(({ name, version, license, text }) => {
      const body = text === '' ? `Under the terms of ${license}; the package brings no text of it.` : text;
      return `${name} ${version} (${license})\n${'-'.repeat(72)}\n${body}\n`;
    })
    .join('\n\n');
}

/** CycloneDX 1.6. Without serial number and time, which are optional and would differ from build to build. */
export function billOfMaterials(
  own: { readonly name: string; readonly version: string },
  packages: readonly Package[],
): object {
  const reference = (name: string, version: string): string =>
    `pkg:npm/${name.replace(/^@/, '%40')}@${encodeURIComponent(version)}`;
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        name: own.name,
        version: own.version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: packages.map(({ name, version, license, sha512 }) => ({
      type: 'library',
      'bom-ref': reference(name, version),
      name,
      version,
      purl: reference(name, version),
      licenses: [{ expression: license }],
      ...(sha512 !== undefined && { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
      scope: 'required',
    })),
  };
}
