/**
 * What the rest of the controller sees of the API server. `kube/` is the only folder that speaks HTTP; it knows
 * Kubernetes and no word of our domain. Every method that can wait takes an AbortSignal.
 */
import type { Json, KubeObject, ResourceKind } from '../../crds/kubernetes.ts';

export interface KubeClient {
  /** undefined when the object does not exist. */
  get(
    kind: ResourceKind,
    namespace: string | undefined,
    name: string,
    options?: CallOptions,
  ): Promise<KubeObject | undefined>;
  /** Reads all pages. All namespaces when `namespace` is undefined. */
  list(kind: ResourceKind, options?: ListOptions): Promise<KubeList>;
  /** Server-side apply of exactly this object, strict field validation. Returns the object as it now stands. */
  apply(kind: ResourceKind, object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
  /** Server-side apply of `status` only, through the status subresource. */
  applyStatus(kind: ResourceKind, object: KubeObject, options: ApplyOptions): Promise<KubeObject>;
  create(kind: ResourceKind, object: KubeObject, options?: CallOptions): Promise<KubeObject>;
  /** Replaces the object; the API server refuses (409) when its resourceVersion is stale. */
  update(kind: ResourceKind, object: KubeObject, options?: CallOptions): Promise<KubeObject>;
  updateStatus(kind: ResourceKind, object: KubeObject, options?: CallOptions): Promise<KubeObject>;
  /** RFC 7386 merge patch (finalizers, annotations). A resourceVersion in the patch makes it optimistic. */
  mergePatch(
    kind: ResourceKind,
    namespace: string | undefined,
    name: string,
    patch: Json,
    options?: CallOptions,
  ): Promise<KubeObject>;
  /** Background deletion. False when the object was already gone; a uid that differs is a 409 ApiError. */
  delete(kind: ResourceKind, namespace: string | undefined, name: string, options?: DeleteOptions): Promise<boolean>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}
export interface ApplyOptions extends CallOptions {
  readonly fieldManager: string;
  readonly force: boolean;
  readonly dryRun?: boolean;
}
export interface DeleteOptions extends CallOptions {
  readonly uid?: string;
}
export interface ListOptions extends CallOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Objects per page, default 500. */
  readonly pageSize?: number;
}
export interface ListPageOptions extends ListOptions {
  /** List as of exactly this resourceVersion; 410 when the server no longer has it. */
  readonly exactResourceVersion?: string;
}
export interface KubeList {
  readonly resourceVersion: string;
  readonly items: readonly KubeObject[];
}

/** A refusal by the API server: its Status object, whole. Never carries credentials or headers. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: number;
  readonly reason: string;
  readonly details:
    | {
        readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
        readonly retryAfterSeconds?: number;
      }
    | undefined;

  constructor(
    request: string,
    code: number,
    reason: string,
    message: string,
    details?: ApiError['details'],
    cause?: unknown,
  ) {
    super(`${request}: ${message}`, { cause });
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

/** The store of a running reflector: what it projected from each live object. */
export interface Store<T> {
  /** Key: `<namespace>/<name>`, or `<name>` for a cluster-scoped kind. */
  get(key: string): T | undefined;
  values(): IterableIterator<T>;
  keys(): IterableIterator<string>;
  readonly size: number;
}

export interface ReflectorHandlers<T> {
  /** Called for every change after the store holds it. Must not throw and must not await: enqueue and return. */
  onChange(change: {
    readonly type: 'Added' | 'Modified';
    readonly key: string;
    readonly current: T;
    readonly previous: T | undefined;
  }): void;
  onDelete(change: { readonly key: string; readonly previous: T }): void;
}

/** State of one watch, for readiness, metrics and messages that say which CRD to install. */
export type ReflectorState = 'Starting' | 'Synced' | 'KindMissing' | 'Forbidden' | 'Stopped';
