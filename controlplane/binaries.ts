/**
 * Where kube-apiserver and etcd come from: KUBEBUILDER_ASSETS, else the cache outside the repository, else compiled
 * once from the modules that controlplane/go/go.mod pins (minutes, with progress) and put into the cache.
 */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../controller/runtime/clock.ts';
import { buildBinaries } from './build.ts';

export interface Binaries {
  readonly kubeApiserver: string;
  readonly etcd: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const MODULE = join(import.meta.dirname, 'go');

/** @param progress gets a line of text now and then while something takes long */
export async function findBinaries(environment: Environment, progress: (line: string) => void): Promise<Binaries> {
  const assets = environment.KUBEBUILDER_ASSETS;
  if (assets) {
    const given = inDirectory(assets);
    const missing = Object.values(given).filter((file) => !existsSync(file));
    if (missing.length > 0) {
      throw new Error(
        `KUBEBUILDER_ASSETS is ${assets}, but ${missing.join(' and ')} does not exist; put kube-apiserver and etcd there, or unset it to have them built`,
      );
    }
    return given;
  }
  const target = cacheDirectory(environment);
  const cached = inDirectory(target);
  if (!complete(cached)) {
    await buildBinaries({
      module: MODULE,
      target,
      versions: pinnedVersions(),
      environment,
      progress,
      clock: systemClock,
    });
  }
  return cached;
}

export interface PinnedVersions {
  /** With "v": v1.36.3 */
  readonly kubernetes: string;
  readonly etcd: string;
  /** Least Go version that can compile them: 1.26.0 */
  readonly go: string;
}

/** What go.mod pins. */
export function pinnedVersions(goMod: string = readFileSync(join(MODULE, 'go.mod'), 'utf8')): PinnedVersions {
  const version = (pattern: RegExp, what: string): string => {
    const found = pattern.exec(goMod)?.[1];
    if (found === undefined) throw new Error(`controlplane/go/go.mod names no version of ${what}`);
    return found;
  };
  return {
    kubernetes: version(/^\s*k8s\.io\/kubernetes (v\S+)/m, 'k8s.io/kubernetes'),
    etcd: version(/^\s*go\.etcd\.io\/etcd\/server\/v3 (v\S+)/m, 'go.etcd.io/etcd/server/v3'),
    go: version(/^go (\S+)/m, 'go'),
  };
}

/** `~/.cache/datapipeline-operator/controlplane/v1.36.3-etcd-v3.6.8-linux-x64` */
export function cacheDirectory(environment: Environment): string {
  const root = environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), '.cache');
  const { kubernetes, etcd } = pinnedVersions();
  const name = `${kubernetes}-etcd-${etcd}-${process.platform}-${process.arch}`;
  return join(root, 'datapipeline-operator', 'controlplane', name);
}

function inDirectory(directory: string): Binaries {
  return { kubeApiserver: join(directory, 'kube-apiserver'), etcd: join(directory, 'etcd') };
}

function complete(binaries: Binaries): boolean {
  return existsSync(binaries.kubeApiserver) && existsSync(binaries.etcd);
}
