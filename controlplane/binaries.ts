/**
 * Where kube-apiserver and etcd come from: KUBEBUILDER_ASSETS, else the cache outside the repository, else compiled
 * once from the modules that controlplane/go/go.mod pins (minutes, with progress) and put into the cache.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../controller/runtime/clock.ts';
import { buildBinaries } from './build.ts';
import { type Environment, MODULE, pinnedVersions } from './versions.ts';

export interface Binaries {
  readonly kubeApiserver: string;
  readonly etcd: string;
}

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

/** Whether there is nothing to compile: they are given, or an earlier run has left them. */
export function isControlPlaneBuilt(environment: Environment): boolean {
  return Boolean(environment.KUBEBUILDER_ASSETS) || complete(inDirectory(cacheDirectory(environment)));
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
