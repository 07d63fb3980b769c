/** As much of the Dockerfile as a test needs to do what it says without an engine: stages with what they run, copy and start. */

export interface Stage {
  readonly base: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly runs: readonly string[];
  /** From the stage before. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  readonly entrypoint: readonly string[];
  readonly user: string | undefined;
}

/** Instructions with continued lines joined; comments are dropped. */
function instructionsOf(text: string): readonly (readonly [name: string, rest: string])[] {
  const lines = text.replaceAll(/\\\n\s*/g, '').split('\n');
  return lines.flatMap((line) => {
    const [, name, rest] = /^([A-Z]+) (.*)$/.exec(line.trim()) ?? [];
    return name === undefined || rest === undefined ? [] : [[name, rest] as const];
  });
}

export function stagesOf(text: string): readonly Stage[] {
  const stages: Stage[] = [];
  for (const [name, rest] of instructionsOf(text)) {
    if (name === 'FROM') {
      const [base = ''] = rest.split(' ');
      stages.push({ base, workdir: '/', env: {}, runs: [], copies: [], entrypoint: [], user: undefined });
      continue;
    }
    const stage = stages.at(-1);
    if (stage !== undefined) stages[stages.length - 1] = { ...stage, ...changeBy(name, rest, stage) };
  }
  return stages;
}

function changeBy(name: string, rest: string, stage: Stage): Partial<Stage> {
  switch (name) {
    case 'WORKDIR':
      return { workdir: rest };
    case 'RUN':
      return { runs: [...stage.runs, rest] };
    case 'ENV':
      return { env: { ...stage.env, ...Object.fromEntries(rest.split(' ').map((pair) => pair.split(/=(.*)/s, 2))) } };
    case 'USER':
      return { user: rest };
    case 'ENTRYPOINT':
      return { entrypoint: JSON.parse(rest) as string[] };
    case 'COPY': {
      const [, from, to] = /^--from=\S+ (\S+) (\S+)$/.exec(rest) ?? [];
      return from === undefined || to === undefined ? {} : { copies: [...stage.copies, { from, to }] };
    }
    default:
      return {};
  }
}
