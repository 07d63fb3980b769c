/** `kubectl datapipeline` and the npm scripts render and validate: the operator's pure functions, for people and CI. */
import { Command } from 'commander';
import { toError } from '../controller/runtime/errors.ts';
import { type CommandOutput, drawFiles, renderFiles, validateFiles } from './commands.ts';
import { readText, readValues, writeText } from './files.ts';

function finish({ stdout, stderr, exitCode }: CommandOutput, output?: string): void {
  if (output === undefined) process.stdout.write(stdout);
  else if (exitCode === 0) writeText(output, stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
}

/** npm prints a header before a script's output, also into a file or a pipe, where it is no YAML. Only -s keeps it from that. */
function warnOfNpmsHeader(): void {
  const { npm_lifecycle_event: script, npm_config_loglevel: level } = process.env;
  if (script !== 'render' || level === 'silent' || process.stdout.isTTY) return;
  process.stderr.write(
    "npm's header stands before this output; write npm run -s render, or give --output FILE, to have the YAML alone\n",
  );
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
  .option('--output <file>', 'write the stream there; nothing is written when anything is wrong')
  .option('--graph', 'print a mermaid flowchart of what uses what instead')
  .action((files: string[], { values, output, graph }: { values?: string; output?: string; graph?: boolean }) => {
    if (output === undefined) warnOfNpmsHeader();
    const texts = files.map((file) => ({ file, text: readText(file) }));
    if (graph === true) finish(drawFiles(texts), output);
    else finish(renderFiles(texts, values === undefined ? {} : readValues(values)), output);
  });

program
  .command('validate')
  .description(
    'check DataPipelines as the API server would; exit 1 and one line per fault: file, object, field path, value, rule, remedy',
  )
  .argument('<files...>', 'YAML files; - is standard input')
  .option('--no-warnings', 'say nothing of what is legal but dear or old')
  .action((files: string[], { warnings }: { warnings: boolean }) => {
    const texts = files.map((file) => ({ file, text: readText(file) }));
    finish(validateFiles(texts, { warnings }));
  });

try {
  program.parse();
} catch (error) {
  process.stderr.write(`datapipeline: ${toError(error).message}\n`);
  process.exitCode = 2;
}
