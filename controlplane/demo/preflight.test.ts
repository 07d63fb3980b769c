import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { cacheDirectory } from '../binaries.ts';
import { missingForDemo } from './preflight.ts';

const directory = mkdtempSync(join(tmpdir(), 'preflight-'));
const programs = join(directory, 'bin');
mkdirSync(programs);
for (const name of ['go', 'kubectl']) writeFileSync(join(programs, name), '#!/bin/sh\n', { mode: 0o755 });
const kubeconfig = join(directory, 'kubeconfig');
writeFileSync(kubeconfig, '');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const own = { kubeconfig: undefined };
const bare = { HOME: directory, PATH: join(directory, 'nothing') };

test('without Go, and nothing built, the three ways on are said', () => {
  const [text = '', ...others] = missingForDemo(bare, own);
  expect(others).toEqual([]);
  expect(text).toMatch(/install Go 1\.\d+/);
  expect(text).toMatch(/set KUBEBUILDER_ASSETS/);
  expect(text).toMatch(/--kubeconfig FILE/);
});

test.each<[way: string, environment: object]>([
  ['Go', { PATH: programs }],
  ['a directory with both', { KUBEBUILDER_ASSETS: directory }],
])('%s is enough', (_, environment) => expect(missingForDemo({ ...bare, ...environment }, own)).toEqual([]));

test('what an earlier run has built is enough', () => {
  const built = join(directory, 'built');
  const cache = cacheDirectory({ HOME: built });
  mkdirSync(cache, { recursive: true });
  for (const name of ['kube-apiserver', 'etcd']) writeFileSync(join(cache, name), '');
  expect(missingForDemo({ ...bare, HOME: built }, own)).toEqual([]);
});

test('a file that is no program does not count', () => {
  const folder = join(directory, 'text');
  mkdirSync(folder);
  writeFileSync(join(folder, 'go'), '', { mode: 0o644 });
  expect(missingForDemo({ ...bare, PATH: folder }, own)).toHaveLength(1);
});

test('for a cluster of one’s own everything that is missing is said at once', () => {
  const nowhere = join(directory, 'nowhere');
  const texts = missingForDemo(bare, { kubeconfig: nowhere });
  expect(texts).toEqual([expect.stringContaining(nowhere), expect.stringContaining('kubectl is not on the PATH')]);
  expect(missingForDemo({ ...bare, PATH: programs }, { kubeconfig })).toEqual([]);
});
