/** A project of somebody else that has our package, as `npm install` lays it out: unpacked, beside links to what it depends on. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../suites.ts';

export const MODULES = join(ROOT, 'node_modules');
/** What the app may import beside the package: what its own package.json would name. */
const OWN = ['cdk8s', 'constructs', '@types/node'];

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Project {
  readonly directory = mkdtempSync(join(tmpdir(), 'package-'));
  /** Where the package lies. */
  readonly unpacked = join(this.directory, 'node_modules/datapipeline-operator');

  /** Builds and packs; not twice at a time, for both would write `build/`. */
  install(): void {
    const [packed] = JSON.parse(
      this.#succeedIn(ROOT, 'npm', 'pack', '--json', '--silent', '--pack-destination', this.directory),
    ) as { readonly filename: string }[];
    mkdirSync(this.unpacked, { recursive: true });
    this.succeed('tar', '-xzf', packed?.filename ?? '', '-C', this.unpacked, '--strip-components=1');
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    for (const name of new Set([...Object.keys(dependencies), ...OWN])) this.#link(name);
    this.#linkCommands();
    this.write('package.json', '{"name":"others","private":true,"type":"module"}');
  }

  write(file: string, content: string): void {
    mkdirSync(join(this.directory, file, '..'), { recursive: true });
    writeFileSync(join(this.directory, file), content);
  }

  run(program: string, ...args: readonly string[]): Ended {
    return this.#runIn(this.directory, program, ...args);
  }

  /** @throws Error with what the program said, when it fails. */
  succeed(program: string, ...args: readonly string[]): string {
    return this.#succeedIn(this.directory, program, ...args);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  #runIn(directory: string, program: string, ...args: readonly string[]): Ended {
    const env = { ...process.env, NODE_OPTIONS: '' };
    return spawnSync(program, args, { cwd: directory, encoding: 'utf8', env });
  }

  #succeedIn(directory: string, program: string, ...args: readonly string[]): string {
    const { status, stdout, stderr } = this.#runIn(directory, program, ...args);
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** Nothing else of ours is there to be found. */
  #link(name: string): void {
    const target = join(this.directory, 'node_modules', name);
    mkdirSync(join(target, '..'), { recursive: true });
    symlinkSync(join(MODULES, name), target, 'dir');
  }

  #linkCommands(): void {
    const { bin } = JSON.parse(readFileSync(join(this.unpacked, 'package.json'), 'utf8')) as {
      readonly bin: Readonly<Record<string, string>>;
    };
    mkdirSync(join(this.directory, 'node_modules/.bin'));
    for (const [name, file] of Object.entries(bin)) {
      chmodSync(join(this.unpacked, file), 0o755);
      symlinkSync(join(this.unpacked, file), join(this.directory, 'node_modules/.bin', name));
    }
  }
}
