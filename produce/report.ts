/** What the producer tells people: the live line, and the summary at the end. Pure text from counts. */
import type { Tally } from './producer.ts';

/** One line about the stretch between two tallies, `elapsedMs` apart. */
export function liveLine(before: Tally, now: Tally, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? ((now.sent - before.sent) / elapsedMs) * 1_000 : 0;
  const counts = `${rate.toFixed(0)} records/s, ${now.sent} sent, ${now.retried} retried, ${now.failed} failed`;
  return now.lastError !== undefined && now.retried + now.failed > before.retried + before.failed
    ? `${counts} (${now.lastError})`
    : counts;
}

/** The outcome of a whole run, for people. */
export function summary(stream: string, tally: Tally, elapsedMs: number): string {
  const seconds = elapsedMs / 1_000;
  const rate = seconds > 0 ? tally.sent / seconds : 0;
  const lines = [
    `${tally.sent} records (${(tally.sentBytes / 1024 / 1024).toFixed(1)} MiB) sent to ${stream} in ${seconds.toFixed(1)} s, ${rate.toFixed(0)} records/s`,
    `${tally.requests} requests, ${tally.retried} records sent again, ${tally.failed} records failed`,
  ];
  if (tally.failed > 0 && tally.lastError !== undefined) lines.push(`last error: ${tally.lastError}`);
  return lines.join('\n');
}
