/** What the demo needs, looked for before anything is started: all that is missing is said at once, with every way on. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isControlPlaneBuilt } from '../binaries.ts';
import { type Environment, pinnedVersions } from '../versions.ts';

export interface Wanted {
  /** Kubeconfig file of a cluster that is there already. */
  readonly kubeconfig: string | undefined;
}

/** One text for each thing that is missing; none is well. */
export function missingForDemo(environment: Environment, { kubeconfig }: Wanted): readonly string[] {
  const has = (program: string): boolean => isOnPath(program, environment.PATH);
  if (kubeconfig === undefined) return isControlPlaneBuilt(environment) || has('go') ? [] : [noControlPlane()];
  return [
    ...(existsSync(kubeconfig) ? [] : [`the kubeconfig ${kubeconfig} does not exist; name one that does`]),
    ...(has('kubectl')
      ? []
      : [
          'kubectl is not on the PATH, and makes the operator’s token in a cluster of yours; https://kubernetes.io/docs/tasks/tools',
        ]),
  ];
}

function noControlPlane(): string {
  const { kubernetes, go } = pinnedVersions();
  return [
    'there is no kube-apiserver and etcd yet, and no Go to compile them. One of these helps:',
    `  - install Go ${go} or newer (https://go.dev/dl); the first run then compiles both, once, in 5 to 9 minutes`,
    `  - have them already, such as by "setup-envtest use ${kubernetes.replace(/^v(\d+\.\d+)\..*$/, '$1')} -p path": set KUBEBUILDER_ASSETS to their directory`,
    '  - use a cluster of yours, with the definitions of the AWS provider in it: npm run demo -- --kubeconfig FILE --simulate-provider',
  ].join('\n');
}

function isOnPath(program: string, path = ''): boolean {
  return path.split(delimiter).some((directory) => directory !== '' && isExecutable(join(directory, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
