/** The CI samples of docs/how-to/ci.md, run in a repository of somebody else: what they let pass, what they stop, what they say. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ROOT } from '../suites.ts';
import type { Ended, Project } from './project.ts';

const PIPELINE = (days: number, more = ''): string => `apiVersion: datapipelines.dev/v1alpha1
kind: DataPipeline
metadata:
  name: lake
  namespace: analytics
spec:
  accountId: "123456789012"
  region: us-east-1
  zones:
    - name: raw
      lifecycle:
        expireAfterDays: ${days}
${more}`;

/** What each service puts into the environment of a job. */
const GIVEN = {
  GITHUB_BASE_REF: 'main',
  GITHUB_REPOSITORY: 'example/pipelines',
  NUMBER: '7',
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
  CI_API_V4_URL: 'https://gitlab.example.com/api/v4',
  CI_PROJECT_ID: '12',
  CI_MERGE_REQUEST_IID: '7',
  REVIEW_TOKEN: 'secret',
};

/** Programs that talk to somebody: in their place one that writes down what it was asked, and what it was to send. */
const TALKERS = ['gh', 'curl'];
const RECORDER = `#!/bin/sh\n{ printf '%s\\n' "$(basename "$0")" "$@"; cat review.md; } > sent\n`;

interface Sample {
  /** The commands of the job in their order, without those that fetch something. */
  readonly check: readonly string[];
  /** Those of the job that comments, which runs whatever became of the other. */
  readonly comment: readonly string[];
  /** What must be among what was asked of the service. */
  readonly asked: readonly string[];
}

function samples(): Readonly<Record<string, Sample>> {
  const page = readFileSync(join(ROOT, 'docs/how-to/ci.md'), 'utf8');
  const [github, gitlab] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(
    ([, text = '']) => parse(text) as unknown,
  );
  type Steps = { readonly steps: readonly { readonly run?: string }[] };
  const { check, comment } = (github as { jobs: { check: Steps; comment: Steps } }).jobs;
  const jobs = gitlab as Readonly<Record<'pipelines' | 'comment', { readonly script: readonly string[] }>>;
  const local = (lines: readonly string[]): readonly string[] =>
    lines.filter((line) => !/^npm ci$|^git fetch /.test(line));
  const runs = ({ steps }: Steps): readonly string[] => local(steps.flatMap(({ run }) => run ?? []));
  return {
    GitHub: { check: runs(check), comment: runs(comment), asked: ['gh', 'pr', 'comment', '7', 'example/pipelines'] },
    GitLab: {
      check: local(jobs.pipelines.script),
      comment: local(jobs.comment.script),
      asked: ['curl', 'https://gitlab.example.com/api/v4/projects/12/merge_requests/7/notes', 'body@review.md'],
    },
  };
}

export function describeCiSamples(project: Project): void {
  describe.each(Object.entries(samples()))('the CI sample for %s', (_, { check, comment, asked }) => {
    const given = { ...GIVEN, PATH: `${project.directory}/talkers:${process.env.PATH}` };
    const assignments = Object.entries(given).map(([name, value]) => `${name}=${value}`);
    const run = (lines: readonly string[]): Ended =>
      project.run('env', ...assignments, 'bash', '-ec', lines.join('\n'));
    const git = (...args: readonly string[]): void => {
      project.succeed('git', '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args);
    };
    const change = (text: string): void => {
      project.write('pipelines/lake.yaml', text);
      git('add', '-A', 'pipelines');
      git('commit', '-qm', 'change');
    };
    /** What was sent to the service as the reviewer's comment, after what was asked of it. */
    const sent = (): string => {
      expect(run(comment)).toMatchObject({ status: 0 });
      return readFileSync(join(project.directory, 'sent'), 'utf8');
    };

    beforeAll(() => {
      project.run('rm', '-rf', '.git', 'pipelines', 'ci', 'talkers', 'sent', 'review.md');
      mkdirSync(join(project.directory, 'talkers'));
      for (const name of TALKERS) {
        const file = join(project.directory, 'talkers', name);
        writeFileSync(file, RECORDER);
        chmodSync(file, 0o755);
      }
      git('init', '-q', '-b', 'topic');
      project.write('ci/README.md', '');
      copyFileSync(join(ROOT, 'manifests/ci/compare.sh'), join(project.directory, 'ci/compare.sh'));
      change(PIPELINE(365));
      git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    });

    test('runs something', () => expect(check.length).toBeGreaterThan(2));

    test('lets an addition pass, and tells the reviewer of it', () => {
      change(PIPELINE(365, '  streams:\n    - name: main\n'));
      const { status, stderr } = run(check);
      expect([stderr, status]).toEqual([expect.anything(), 0]);
      const lines = sent().split('\n');
      for (const word of asked) expect(lines).toContain(word);
      expect(lines).toContainEqual(expect.stringMatching(/^Nothing is lost or replaced\. About /));
    });

    test('lets a pipeline move to another file', () => {
      git('mv', 'pipelines/lake.yaml', 'pipelines/moved.yaml');
      git('commit', '-qm', 'move');
      const { status, stderr } = run(check);
      expect([status, stderr]).toEqual([0, expect.not.stringContaining('compared with nothing')]);
      git('mv', 'pipelines/moved.yaml', 'pipelines/lake.yaml');
    });

    test('stops a change that would lose data, and says which, also to the reviewer', () => {
      change(PIPELINE(30));
      const { status, stderr } = run(check);
      expect(status).not.toBe(0);
      expect(stderr).toMatch(/lake: zones\/raw: held until it is approved: .*365.*30/);
      expect(sent()).toContain('| **held until it is approved** | `zones/raw` |');
    });

    test('stops what is not valid', () => {
      change(PIPELINE(365, '  streams:\n    - name: Main!\n'));
      const { status, stdout } = run(check);
      expect(status).not.toBe(0);
      expect(stdout).toContain('spec.streams[0].name');
    });

    test('has nothing to compare the first pipeline with', () => {
      change(PIPELINE(365));
      project.run('rm', 'review.md');
      const { status } = run([
        'ci/compare.sh "$(git commit-tree -m empty "$(git mktree </dev/null)")" pipelines review.md',
      ]);
      expect(status).toBe(0);
      expect(readFileSync(join(project.directory, 'review.md'), 'utf8')).toContain('`analytics/lake`\n\nNew. ');
    });

    test('stops where the folder is empty, which is rather a folder of another name', () => {
      const { status, stdout } = run(['ci/compare.sh HEAD pipeline review.md']);
      expect([status, stdout]).toEqual([1, 'there is no YAML file in pipeline\n']);
      expect(existsSync(join(project.directory, 'pipeline'))).toBe(false);
    });
  });
}
