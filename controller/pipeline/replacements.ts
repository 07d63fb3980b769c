/**
 * What an edit replaces by another under a new name, because AWS cannot change it in place. Told when it begins, while the
 * old one still stands: whoever puts to it, or waits for it, must learn of the other one. Pure but for what was told.
 */
import { awsName } from '../../charts/claims.ts';
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { RenderedObject } from '../../charts/rendered.ts';
import type { Child } from './child.ts';
import type { PipelineEvent } from './events.ts';

/** A managed resource as the cluster or an earlier rendering has it. */
export type Standing = Pick<Child, 'id' | 'kind' | 'component' | 'name' | 'externalName'>;

export interface Replacement {
  readonly component: string;
  readonly kind: ManagedKind;
  /** Names in AWS. */
  readonly from: string;
  readonly to: string;
}

/** Of kinds whose row says that it matters; those that are left out of the spec together with their part are replaced by nothing. */
export function replacementsOf(
  standing: Iterable<Standing>,
  wanted: readonly RenderedObject[],
): readonly Replacement[] {
  const present = new Map([...standing].map((each) => [each.id, each]));
  const desired = new Set(wanted.map(({ id }) => id));
  const arriving = wanted.filter(({ id, kind }) => kind.whenReplaced !== undefined && !present.has(id));
  const leaving = [...present.values()].filter(({ id }) => !desired.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
  return leaving.flatMap((old) => {
    const index = arriving.findIndex(({ kind, component }) => kind === old.kind && component === old.component);
    const [successor] = index < 0 ? [] : arriving.splice(index, 1);
    if (successor === undefined) return [];
    const { kind, component } = old;
    return [{ component, kind, from: old.externalName ?? old.name, to: nameOf(successor) }];
  });
}

/** "DeliveryStream a → b, because …" */
export function replacementNote({ kind, from, to }: Replacement): string {
  const order =
    kind.succeeded === undefined
      ? 'the old one is deleted once the new one is made'
      : 'the old one goes on until the new one is ready';
  const told = kind.whenReplaced === undefined ? '' : `; ${kind.whenReplaced}`;
  return `${kind.kind} ${from} → ${to}, because AWS cannot change it in place: ${order}${told}`;
}

export class Replacements {
  #told: ReadonlySet<string> = new Set();

  /** Those that began since the last look; after a restart also those that go on. */
  since(standing: Iterable<Standing>, wanted: readonly RenderedObject[]): readonly PipelineEvent[] {
    const notes = replacementsOf(standing, wanted).map(
      (replacement) => `${replacement.component} is being replaced: ${replacementNote(replacement)}`,
    );
    const news = notes.filter((note) => !this.#told.has(note));
    this.#told = new Set(notes);
    return news.map((note) => ({ type: 'Warning', reason: 'Replacing', action: 'Replace', note }));
  }
}

function nameOf(object: RenderedObject): string {
  return awsName(object) ?? object.manifest.metadata.name;
}
