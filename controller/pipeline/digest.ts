/**
 * One digest answers two questions without a request: did the chart change what we want, and did someone else change
 * what we own?
 *
 * `desiredDigest` covers what we render; it travels on the object as the annotation `rendered`. `ownedDigest` covers the
 * same leaves as the API server says we own them now (managedFields) with their live values. Both equal: nothing to do.
 * A foreign edit of an owned field takes that field out of our set (or changes its value), so the digests part.
 * Fields that others own (late-initialised values, default tags) are never looked at.
 *
 * Lists of scalars are compared as sets: some are sets on the server, where order does not exist.
 * ownerReferences are left out: the API server keys them by uid, and we never change them after creation.
 */
import { createHash } from 'node:crypto';
import { ANNOTATION, FIELD_MANAGER } from '../../crds/identifiers.ts';
import type { JsonObject, KubeObject } from '../../crds/kubernetes.ts';

export function desiredDigest(manifest: KubeObject): string {
  const lines: string[] = [];
  const { rendered: _, ...annotations } = renameRendered(manifest.metadata.annotations);
  flatten(annotations, 'metadata.annotations', lines);
  flatten(manifest.metadata.labels ?? {}, 'metadata.labels', lines);
  flatten(manifest.spec, 'spec', lines);
  return digest(lines);
}

/** undefined when our field manager owns nothing: the object is not ours, or was never applied. */
export function ownedDigest(live: KubeObject): string | undefined {
  const entry = live.metadata.managedFields?.find(
    (candidate) => candidate.manager === FIELD_MANAGER && candidate.operation === 'Apply' && !candidate.subresource,
  );
  if (entry?.fieldsV1 === undefined) return undefined;
  const lines: string[] = [];
  const metadata = child(entry.fieldsV1, 'f:metadata');
  walkOwned(child(metadata, 'f:annotations'), live.metadata.annotations ?? {}, 'metadata.annotations', lines);
  walkOwned(child(metadata, 'f:labels'), live.metadata.labels ?? {}, 'metadata.labels', lines);
  walkOwned(child(entry.fieldsV1, 'f:spec'), live.spec, 'spec', lines);
  return digest(lines.filter((line) => !line.startsWith(`metadata.annotations.${ANNOTATION.rendered}=`)));
}

function renameRendered(annotations: Readonly<Record<string, string>> = {}): Record<string, string | undefined> {
  const { [ANNOTATION.rendered]: rendered, ...rest } = annotations;
  return { ...rest, rendered };
}

function child(set: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = set?.[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** Follows a fieldsV1 set: "f:name" is a field, "v:<json>" a member of a set, "." the container itself, {} a leaf. */
function walkOwned(set: JsonObject | undefined, live: unknown, path: string, lines: string[]): void {
  if (set === undefined) return;
  const keys = Object.keys(set).filter((key) => key !== '.');
  if (keys.length === 0) {
    // Owning only the container ("." alone) means that we applied it empty.
    flatten('.' in set ? {} : live, path, lines);
    return;
  }
  for (const key of keys) {
    if (key.startsWith('v:')) lines.push(`${path}[]=${key.slice(2)}`);
    else if (key.startsWith('f:')) {
      const name = key.slice(2);
      const value = isRecord(live) ? live[name] : undefined;
      if (value !== undefined) walkOwned(child(set, key), value, `${path}.${name}`, lines);
    }
  }
}

function flatten(value: unknown, path: string, lines: string[]): void {
  if (value === undefined) return;
  if (Array.isArray(value)) {
    if (value.length === 0) lines.push(`${path}=[]`);
    value.forEach((item, index) => {
      if (isRecord(item) || Array.isArray(item)) flatten(item, `${path}[${index}]`, lines);
      else lines.push(`${path}[]=${JSON.stringify(item)}`);
    });
  } else if (isRecord(value)) {
    const entries = Object.entries(value).filter(([, child]) => child !== undefined);
    if (entries.length === 0 && path !== 'metadata.annotations' && path !== 'metadata.labels') lines.push(`${path}={}`);
    for (const [key, member] of entries) flatten(member, `${path}.${key}`, lines);
  } else lines.push(`${path}=${JSON.stringify(value)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function digest(lines: string[]): string {
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 16);
}
