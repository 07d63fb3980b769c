/** What finding and compiling the control plane's binaries share: the environment, and the versions that go.mod pins. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Directory of go.mod. */
export const MODULE = join(import.meta.dirname, 'go');

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
