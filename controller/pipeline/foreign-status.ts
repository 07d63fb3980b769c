/**
 * Entries of status that somebody else wrote. A forced apply takes back every field of ours, but it cannot take away a
 * condition or list entry that another field manager owns. So it is tried once: what then still stands beside ours is
 * theirs, is named in an event, and is no reason to write again.
 */
import type { DataPipelineStatus } from '../../crds/datapipeline.ts';
import { FIELD_MANAGER } from '../../crds/identifiers.ts';
import type { KubeObject } from '../../crds/kubernetes.ts';
import type { PipelineEvent } from './events.ts';
import { sameJson } from './same-json.ts';

/** Who has entries in status beside us; undefined when all of it is ours. `live` is the answer to our write. */
export function foreignWriters(live: KubeObject, status: DataPipelineStatus): string | undefined {
  if (sameJson(live.status, status)) return undefined;
  const managers = (live.metadata.managedFields ?? []).flatMap(({ manager = '', subresource }) =>
    subresource === 'status' && manager !== FIELD_MANAGER ? [manager] : [],
  );
  return managers.length === 0 ? undefined : [...new Set(managers)].sort().join(', ');
}

export function foreignStatusEvent(managers: string): PipelineEvent {
  return {
    type: 'Warning',
    reason: 'ForeignStatus',
    action: 'TakeBack',
    note: `${managers} wrote entries into status that this operator cannot take away; stop that writer, then remove them with kubectl edit --subresource=status`,
  };
}
