/** What the demo shows, kept current by watches: the pipelines that it applied and their managed resources. */
import { MANAGED_KINDS } from '../../charts/kinds/all.ts';
import type { HttpKubeClient } from '../../controller/kube/client.ts';
import { Reflector } from '../../controller/kube/reflector.ts';
import { type Child, projectChild } from '../../controller/pipeline/child.ts';
import { systemClock } from '../../controller/runtime/clock.ts';
import { silentLog } from '../../controller/runtime/log.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { DATA_PIPELINE } from '../../crds/identifiers.ts';
import type { TreeInput } from './tree.ts';

export interface PipelineWatch {
  /** In the order of `keys` ("namespace/name"); those that do not exist (yet) are left out. */
  current(keys: readonly string[]): TreeInput[];
  stop(): Promise<void>;
}

export function watchPipelines(client: HttpKubeClient): PipelineWatch {
  const handlers = { onChange: () => undefined, onDelete: () => undefined };
  const shared = { client, clock: systemClock, log: silentLog, handlers };
  const pipelines = new Reflector<DataPipeline>({
    ...shared,
    kind: DATA_PIPELINE,
    project: (object) => object as DataPipeline,
  });
  const kinds = MANAGED_KINDS.map(
    (kind) => new Reflector<Child>({ ...shared, kind, project: (object) => projectChild(kind, object) }),
  );
  for (const reflector of [pipelines, ...kinds]) reflector.start();
  const childrenOf = (uid: string | undefined): Child[] =>
    kinds
      .flatMap(({ store }) => [...store.values()])
      .filter((child) => child.pipelineUid === uid)
      .sort((a, b) => a.wave - b.wave || (a.id < b.id ? -1 : 1));
  return {
    current: (keys) =>
      keys.flatMap((key) => {
        const pipeline = pipelines.store.get(key);
        return pipeline === undefined ? [] : [{ pipeline, children: childrenOf(pipeline.metadata.uid) }];
      }),
    stop: async () => {
      await Promise.all([pipelines, ...kinds].map((reflector) => reflector.stop()));
    },
  };
}
