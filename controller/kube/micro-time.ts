/**
 * The API server's MicroTime: RFC 3339 with exactly six fractional digits. Three, as Date writes them, are refused with 400.
 * @param ms since the epoch
 */
export function microTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}000Z`;
}
