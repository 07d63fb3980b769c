/** `kubectl datapipeline` and the npm scripts render and validate: the operator's pure functions, for people and CI. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { parse } from 'yaml';
import { toError } from '../controller/runtime/errors.ts';
import { type CommandOutput, renderFiles, validateFiles } from './commands.ts';

function read(file: string): string {
  return readFileSync(file === '-' ? 0 : file, 'utf8');
}

function finish({ stdout, stderr, exitCode }: CommandOutput): void {
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
}

const program = new Command('datapipeline').description('Checks and renders DataPipelines without a cluster.');

program
  .command('render')
  .description(
    'print the managed resources of the DataPipelines as a YAML stream; what only AWS can tell is listed on stderr',
  )
  .argument('<files...>', 'YAML files; - is standard input')
  .option(
    '--values <file>',
    'YAML: values known after apply, as "<id>": {"<path>": <value>}, the way stderr lists them',
  )
  .action((files: string[], { values }: { values?: string }) => {
    finish(
      renderFiles(
        files.map((file) => ({ file, text: read(file) })),
        values === undefined ? {} : parse(read(values)),
      ),
    );
  });

program
  .command('validate')
  .description(
    'check DataPipelines as the API server would; exit 1 and one line per fault: file, object, field path, value, rule, remedy',
  )
  .argument('<files...>', 'YAML files; - is standard input')
  .option('--no-warnings', 'say nothing of what is legal but dear or old')
  .action((files: string[], { warnings }: { warnings: boolean }) => {
    finish(
      validateFiles(
        files.map((file) => ({ file, text: read(file) })),
        { warnings },
      ),
    );
  });

try {
  program.parse();
} catch (error) {
  process.stderr.write(`datapipeline: ${toError(error).message}\n`);
  process.exitCode = 2;
}
