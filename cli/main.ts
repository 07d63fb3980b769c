#!/usr/bin/env node
/** `kubectl datapipeline` and the npm scripts render and validate: the operator's pure functions, for people and CI. */
import { Command } from 'commander';
import { toError } from '../controller/runtime/errors.ts';
import { type Against, type CommandOutput, costFiles, drawFiles, renderFiles, validateFiles } from './commands.ts';
import { FileError, readText, readValues, writeText } from './files.ts';
import { reviewFiles } from './review.ts';

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

interface AgainstOptions {
  readonly against?: string;
  readonly strict?: boolean;
}

/** @throws FileError, also when --strict has nothing to be strict about. */
function againstOf({ against, strict }: AgainstOptions): Against {
  if (against === undefined && strict === true)
    throw new FileError('--strict judges a comparison; give --against FILE too');
  return {
    ...(against === undefined ? {} : { earlier: { file: against, text: readText(against) } }),
    ...(strict === undefined ? {} : { strict }),
  };
}

interface RenderOptions extends AgainstOptions {
  readonly values?: string;
  readonly output?: string;
  readonly graph?: boolean;
  readonly cost?: boolean;
  readonly diff?: string;
}

/** @throws FileError for options of which one would go unheard. */
function assertOneThing({ graph = false, cost = false, diff, against, values }: RenderOptions): void {
  const instead = [
    ...(graph ? ['--graph'] : []),
    ...(cost ? ['--cost'] : []),
    ...(diff === undefined ? [] : ['--diff']),
  ];
  const [first] = instead;
  if (instead.length > 1) throw new FileError(`${instead.join(' and ')} each print something else; leave one out`);
  if (graph && against !== undefined) throw new FileError('--graph draws and compares nothing; leave --against out');
  if (diff !== undefined && against !== undefined)
    throw new FileError('--diff compares with its own file; leave --against out');
  if (first !== undefined && values !== undefined)
    throw new FileError(`${first} does not print the stream that --values is for; leave --values out`);
}

function valuesOf({ values }: RenderOptions): unknown {
  return values === undefined ? {} : readValues(values);
}

function comparing(command: Command): Command {
  return command
    .option(
      '--against <file>',
      'YAML with an earlier state of the pipelines, such as kubectl get -o yaml prints: tell what would be held, replaced, removed or let go, and judge each pipeline as an update of that one; - is standard input',
    )
    .option('--strict', 'with --against: exit 1 when anything would be held, replaced, let go or break what reads it');
}

const program = new Command('datapipeline').description('Checks and renders DataPipelines without a cluster.');

comparing(program.command('render'))
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
  .option('--cost', 'print what it costs in a month instead, by component; with --against also what changes')
  .option(
    '--diff <file>',
    'print instead, as Markdown for a reviewer, what differs from the pipelines in that file; - is standard input',
  )
  .action((files: string[], options: RenderOptions) => {
    const { output, graph, cost, diff } = options;
    assertOneThing(options);
    if (output === undefined) warnOfNpmsHeader();
    const texts = files.map((file) => ({ file, text: readText(file) }));
    if (cost === true) finish(costFiles(texts, againstOf(options)), output);
    else if (diff !== undefined) finish(reviewFiles(texts, { file: diff, text: readText(diff) }), output);
    else if (graph === true) finish(drawFiles(texts), output);
    else finish(renderFiles(texts, valuesOf(options), againstOf(options)), output);
  });

comparing(program.command('validate'))
  .description(
    'check DataPipelines as the API server would; exit 1 and one line per fault: file, object, field path, value, rule, remedy',
  )
  .argument('<files...>', 'YAML files; - is standard input')
  .option('--no-warnings', 'say nothing of what is legal but dear or old')
  .action((files: string[], options: { warnings: boolean } & AgainstOptions) => {
    const texts = files.map((file) => ({ file, text: readText(file) }));
    finish(validateFiles(texts, { warnings: options.warnings, ...againstOf(options) }));
  });

try {
  program.parse();
} catch (error) {
  process.stderr.write(`datapipeline: ${toError(error).message}\n`);
  process.exitCode = 2;
}
