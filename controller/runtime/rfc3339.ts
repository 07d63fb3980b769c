/** UTC in whole seconds, as Kubernetes and AWS write an instant. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
