/**
 * Reads a collection page by page. All pages show the collection as of the first one; the server keeps that view for some
 * minutes and then answers 410, which is the caller's to handle: what was read so far must not be mixed with a new list.
 */
import type { KubeObject, ResourceKind } from '../../crds/kubernetes.ts';
import type { KubeList, ListPageOptions } from './api.ts';
import { apiVersionOf } from './paths.ts';
import { RequestError } from './request-error.ts';
import { isRecord } from './status.ts';

export type ListQuery = Readonly<Record<string, string | undefined>>;

const defaultPageSize = 500;

/** @param fetchPage sends one GET with this query and returns its parsed body. A page size of 0 reads all in one piece. */
export async function* listPages(
  kind: ResourceKind,
  options: ListPageOptions,
  fetchPage: (query: ListQuery) => Promise<unknown>,
): AsyncGenerator<KubeList> {
  const pageSize = options.pageSize ?? defaultPageSize;
  let next: string | undefined;
  do {
    const query: ListQuery = {
      labelSelector: options.labelSelector,
      fieldSelector: options.fieldSelector,
      limit: pageSize === 0 ? undefined : String(pageSize),
      continue: next,
      // A continue token carries its own resourceVersion; the server refuses both together.
      ...(next === undefined &&
        options.exactResourceVersion !== undefined && {
          resourceVersion: options.exactResourceVersion,
          resourceVersionMatch: 'Exact',
        }),
    };
    const page = pageOf(kind, await fetchPage(query));
    yield page.list;
    next = page.next;
  } while (next !== undefined);
}

function pageOf(kind: ResourceKind, body: unknown): { readonly list: KubeList; readonly next: string | undefined } {
  if (!isRecord(body) || !isRecord(body.metadata) || typeof body.metadata.resourceVersion !== 'string') {
    throw new RequestError(`list ${kind.kind}`, 'Malformed', 'the answer is no list');
  }
  const { resourceVersion, continue: token } = body.metadata;
  // Go writes an empty list of some types as null.
  const items = Array.isArray(body.items) ? body.items.filter(isRecord) : [];
  return {
    list: { resourceVersion, items: items.map((item) => withType(kind, item)) },
    next: typeof token === 'string' && token !== '' ? token : undefined,
  };
}

/** Items of built-in kinds come without apiVersion and kind; the list names them once for all. */
function withType(kind: ResourceKind, item: Readonly<Record<string, unknown>>): KubeObject {
  const metadata = isRecord(item.metadata) ? item.metadata : {};
  return { apiVersion: apiVersionOf(kind), kind: kind.kind, ...item, metadata: { name: '', ...metadata } };
}
