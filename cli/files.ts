/** Files of the commands. Every error names the file: "is a directory" alone helps nobody who gave twelve. */
import { readFileSync, writeFileSync } from 'node:fs';
import { readYaml } from '../charts/kubectl-yaml.ts';
import { toError } from '../controller/runtime/errors.ts';

export class FileError extends Error {
  override readonly name = 'FileError';
}

/** @param file `-` is standard input. */
export function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new FileError(`${shown(file)}: ${reason(error)}`, { cause: error });
  }
}

export function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new FileError(`${file}: ${reason(error)}`, { cause: error });
  }
}

/** One YAML document, whatever it holds. */
export function readValues(file: string): unknown {
  const [document, ...more] = readYaml(readText(file));
  const [error] = document?.errors ?? [];
  if (error !== undefined) throw new FileError(`${shown(file)}: not YAML: ${error}`);
  if (more.length > 0) throw new FileError(`${shown(file)}: holds ${more.length + 1} documents; write one`);
  return document?.value;
}

function shown(file: string): string {
  return file === '-' ? 'standard input' : file;
}

function reason(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'is a directory; name the files in it';
    case 'EACCES':
      return 'may not be read or written by this user';
    default:
      return toError(error).message;
  }
}
