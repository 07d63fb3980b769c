/** Jest's global tear-down of the `cluster` project. A run that is killed needs none: the control plane dies with it. */
import { running } from './support/shared-cluster.ts';

// biome-ignore lint/style/noDefaultExport: the module's only export is read by jest
export default async function tearDown(): Promise<void> {
  await running.controlPlane?.stop();
}
