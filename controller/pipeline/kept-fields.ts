/** What the slim record keeps of spec.forProvider: the fields that say how long AWS keeps something. */
import type { ManagedKind } from '../../charts/kinds/kind.ts';
import type { Json } from '../../crds/kubernetes.ts';

export function keptFields(
  { keeps }: ManagedKind,
  forProvider: Readonly<Record<string, unknown>>,
): Readonly<Record<string, Json>> {
  const fields = new Set(keeps.map((fact) => ('list' in fact ? fact.list : fact.path.replace(/[.].*$/, ''))));
  return Object.fromEntries(
    [...fields].flatMap((field) => (field in forProvider ? [[field, forProvider[field] as Json]] : [])),
  );
}
