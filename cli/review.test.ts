/** What a reviewer reads of a change: written out here as it stands in the comment. */
import { describe, expect, test } from '@jest/globals';
import { reviewFiles } from './review.ts';

const HEAD = 'apiVersion: datapipelines.dev/v1alpha1\nkind: DataPipeline\n';

function pipeline(spec: string, name = 'lake'): string {
  return `${HEAD}metadata: {name: ${name}, namespace: analytics}\nspec:\n  accountId: "123456789012"\n  region: us-east-1\n${spec}`;
}

const zone = (days: number): string => `  zones: [{name: raw, lifecycle: {expireAfterDays: ${days}}}]\n`;
const stream = '  streams: [{name: main}]\n';

function review(after: string, before: string): string {
  const { stdout, stderr, exitCode } = reviewFiles([{ file: 'b', text: after }], { file: 'a', text: before });
  expect([stderr, exitCode]).toEqual(['', 0]);
  return stdout;
}

describe("a reviewer's comment", () => {
  test('says first what would be lost, then what is added and changed', () => {
    const text = review(pipeline(zone(30) + stream), pipeline(zone(365)));
    expect(text).toContain('## `analytics/lake`\n\n**One thing to look at.** About ');
    expect(text).toMatch(/ \d+\.\d\d USD a month instead of \d+\.\d\d\.\n\n\| {2}\| part \| what happens \|\n/);
    expect(text).toContain(
      '\n| **held until it is approved** | `zones/raw` | lifecycle.expireAfterDays 365 → 30: objects older than 30 days would be deleted |\n',
    );
    expect(text).toMatch(/<summary>Managed resources: 3 added, 1 changed, 0 removed<\/summary>\n\n\| {2}\| part /);
    expect(text).toMatch(
      /\n\| changed \| `zones\/raw` \| BucketLifecycleConfiguration `\S+` \| `rule\[0\]\.expiration\[0\]\.days` \| `365` \| `30` \|\n/,
    );
    expect(text).toContain('\n| added | `streams/main` | Stream `analytics-lake-main` |  |  |  |\n');
    expect(text.indexOf('held')).toBeLessThan(text.indexOf('<details>'));
  });

  test('says that nothing is lost', () =>
    expect(review(pipeline(zone(30) + stream), pipeline(zone(30)))).toMatch(
      /\n\nNothing is lost or replaced\. About [\d.]+ USD a month instead of /,
    ));

  test('names what leaves, and what AWS keeps of it', () => {
    const text = review(pipeline(zone(30)), pipeline(zone(30) + stream));
    expect(text).toContain('| **held until it is approved** | `streams/main` |');
    expect(text).toContain('| removed | `streams/main` | Stream `analytics-lake-main` |');
  });

  test('of a new pipeline is no alarm', () => {
    const text = review(pipeline(zone(30)), '');
    expect(text).toMatch(
      /^## `analytics\/lake`\n\nNew\. About [\d.]+ USD a month\.\n\n<details><summary>Managed resources: \d+ added, 0 changed/,
    );
  });

  test('names a pipeline that is no longer there, and says nothing of one that is as it was', () => {
    const both = `${pipeline(zone(30))}---\n${pipeline(zone(30), 'other')}`;
    const text = review(pipeline(zone(30)), both);
    expect(text).toMatch(/^## `analytics\/other`\n\n\*\*It stands no longer in these files/);
  });

  test('of no change is one sentence', () =>
    expect(review(pipeline(zone(30)), pipeline(zone(30)))).toBe('No pipeline changes.\n'));

  test('shows of a long text where it begins to differ', () => {
    const described = (description: string): string =>
      `  tables: [{name: t, zone: raw, format: Json, description: "${'a'.repeat(90)}${description}", columns: [{name: x, type: string}]}]\n`;
    const text = review(pipeline(described(' is new')), pipeline(described(' was old')));
    expect(text).toMatch(/\| `description` \| `…a+ was old"` \| `…a+ is new"` \|\n/);
  });

  test('fits into a comment, and ends between two pipelines', () => {
    const many = Array.from({ length: 200 }, (_, index) => pipeline(zone(30), `lake-${index}`));
    const text = review(many.join('---\n'), '');
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/<\/details>\n\n…and \d+ more pipelines; `--diff` with fewer files tells of them\.\n$/);
  });

  test('is none while a file has a fault', () => {
    const wrong = pipeline('  zones: [{name: Raw!}]\n');
    const { stdout, stderr, exitCode } = reviewFiles([{ file: 'b.yaml', text: wrong }], { file: 'a', text: '' });
    expect([stdout, exitCode]).toEqual(['', 1]);
    expect(stderr).toContain('b.yaml: DataPipeline lake: spec.zones[0].name');
  });
});
