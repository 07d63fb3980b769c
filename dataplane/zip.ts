/** Zips of source files, for built-ins and for files that stand in a spec. */
import { type Zippable, zipSync } from 'fflate';

/** A zip of text files. Same content, same bytes: order, time, permissions and compressor are fixed. */
export function deterministicZip(files: Readonly<Record<string, string>>): Uint8Array {
  const entries: Zippable = {};
  for (const path of Object.keys(files).sort()) {
    // Zip times have no zone: fflate writes the local one of the date, which is made from local parts here.
    const fixed = { mtime: new Date(1980, 0, 1), os: 3, attrs: (0o100644 << 16) >>> 0 };
    entries[path] = [new TextEncoder().encode(files[path] ?? ''), fixed];
  }
  return zipSync(entries, { level: 9 });
}
