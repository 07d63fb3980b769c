import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cacheDirectory, findBinaries } from './binaries.ts';
import { pinnedVersions } from './versions.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'binaries-test-'));
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

/** A `go` that says its version, and "compiles" by writing two files. */
async function fakeGo(version: string, toolchain = 'auto'): Promise<string> {
  const bin = join(home, 'bin');
  await mkdir(bin);
  await writeFile(
    join(bin, 'go'),
    `#!/bin/sh
case "$1" in
  version) echo "go version go${version} linux/amd64" ;;
  env) echo "${toolchain}" ;;
  build)
    echo x >> "${home}/builds"
    for last; do [ "$previous" = "-o" ] && out="$last"; previous="$last"; done
    echo some/package >&2
    [ -n "$FAIL" ] && { echo "undefined: thing" >&2; exit 1; }
    touch "$out/kube-apiserver" "$out/server" ;;
esac
`,
  );
  await chmod(join(bin, 'go'), 0o755);
  return `${bin}:/bin:/usr/bin`;
}

const silent = () => undefined;

describe('the look-up of kube-apiserver and etcd', () => {
  test('prefers KUBEBUILDER_ASSETS', async () => {
    await Promise.all(['kube-apiserver', 'etcd'].map((name) => writeFile(join(home, name), '')));
    expect(await findBinaries({ KUBEBUILDER_ASSETS: home, HOME: '/nowhere' }, silent)).toEqual({
      kubeApiserver: join(home, 'kube-apiserver'),
      etcd: join(home, 'etcd'),
    });
  });

  test('says what is missing in KUBEBUILDER_ASSETS instead of looking elsewhere', async () => {
    await writeFile(join(home, 'etcd'), '');
    await expect(findBinaries({ KUBEBUILDER_ASSETS: home }, silent)).rejects.toThrow(
      `${join(home, 'kube-apiserver')} does not exist; put kube-apiserver and etcd there`,
    );
  });

  test('compiles once, also when several runs start together, and finds the result afterwards', async () => {
    const environment = { HOME: home, PATH: await fakeGo('1.26.8') };
    const lines: string[] = [];
    const found = await Promise.all([1, 2, 3].map(() => findBinaries(environment, (line) => lines.push(line))));
    expect(new Set(found.map(({ etcd }) => etcd))).toEqual(new Set([join(cacheDirectory(environment), 'etcd')]));
    expect(await readdir(cacheDirectory(environment))).toEqual(['etcd', 'kube-apiserver']);
    expect(await readdir(join(cacheDirectory(environment), '..'))).toHaveLength(1);
    expect(lines[0]).toContain('compiling kube-apiserver');
    expect(await readFile(join(home, 'builds'), 'utf8')).toBe('x\n');
  });

  test('leaves nothing half done in the cache when compiling fails, and shows why', async () => {
    const environment = { HOME: home, PATH: await fakeGo('1.26.8'), FAIL: 'yes' };
    await expect(findBinaries(environment, silent)).rejects.toThrow(
      /"go build" ended with code 1:\n.*undefined: thing/s,
    );
    expect(await readdir(join(cacheDirectory(environment), '..'))).toEqual([]);
  });

  test('says what to install when there is no Go', async () => {
    await expect(findBinaries({ HOME: home, PATH: home }, silent)).rejects.toThrow(
      /Go could not be run; install Go 1\.26\.0 or newer .* or set KUBEBUILDER_ASSETS/,
    );
  });

  test.each([
    { version: '1.20.1', toolchain: '', why: 'it cannot fetch a newer one' },
    { version: '1.24.0', toolchain: 'local', why: 'it was told not to fetch a newer one' },
  ])('refuses Go $version because $why', async ({ version, toolchain }) => {
    const environment = { HOME: home, PATH: await fakeGo(version, toolchain) };
    await expect(findBinaries(environment, silent)).rejects.toThrow(
      `go${version} linux/amd64 is too old to compile it`,
    );
  });

  test('lets Go 1.24 fetch the tool chain that the module asks for', async () => {
    const environment = { HOME: home, PATH: await fakeGo('1.24.0') };
    await expect(findBinaries(environment, silent)).resolves.toBeDefined();
  });
});

describe('the pinned versions', () => {
  test('come from go.mod', () => {
    expect(pinnedVersions()).toEqual({ kubernetes: 'v1.36.3', etcd: 'v3.6.8', go: '1.26.0' });
  });

  test('missing from go.mod are an error that names what is missing', () => {
    expect(() => pinnedVersions('go 1.26.0\n')).toThrow('names no version of k8s.io/kubernetes');
  });
});
