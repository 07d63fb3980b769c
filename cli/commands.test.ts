import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { drawFiles, renderFiles, validateFiles } from './commands.ts';

const sample = (name: string): { file: string; text: string } => ({
  file: `${name}.yaml`,
  text: readFileSync(join(import.meta.dirname, '../manifests/samples', `${name}.yaml`), 'utf8'),
});
const MINIMAL = sample('minimal');
const BROKEN = { file: 'broken.yaml', text: MINIMAL.text.replace('us-east-1', 'mars-1') };
const MISSPELT = { file: 'misspelt.yaml', text: MINIMAL.text.replace('kind: DataPipeline', 'kind: DataPipline') };
const NAMESPACE = { file: 'namespace.yaml', text: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: lake}\n' };

describe('validate', () => {
  test('says of each pipeline that it is valid', () => {
    expect(validateFiles([MINIMAL], { warnings: true })).toMatchObject({
      exitCode: 0,
      stdout: 'minimal.yaml: DataPipeline lake: valid\n',
    });
  });

  test('prints one line per fault with file, object, path, value, rule and remedy', () => {
    const { exitCode, stdout } = validateFiles([BROKEN, MINIMAL], { warnings: true });
    expect(exitCode).toBe(1);
    expect(stdout.split('\n').find((line) => line.startsWith('broken.yaml'))).toMatch(
      /^broken\.yaml: DataPipeline lake: spec\.region: "mars-1": .+; .+$/,
    );
  });

  test('a misspelt kind is not taken for nothing wrong', () => {
    expect(validateFiles([MISSPELT], { warnings: true })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('kind: "DataPipline": there is no kind DataPipline'),
    });
  });

  test('a file in which there is nothing to check fails, and what it holds is named', () => {
    expect(validateFiles([MINIMAL, NAMESPACE], { warnings: true })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('namespace.yaml: holds no DataPipeline'),
      stderr: 'namespace.yaml: document 1, Namespace lake: passed over, only DataPipelines are looked at\n',
    });
  });

  test('what is passed over beside a pipeline is named and fails nothing', () => {
    const both = { file: 'both.yaml', text: `${NAMESPACE.text}---\n${MINIMAL.text}` };
    expect(validateFiles([both], { warnings: true })).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('both.yaml: document 1, Namespace lake: passed over'),
    });
  });

  test('the same pipeline in two files is no fault: they may be for two clusters', () => {
    expect(validateFiles([MINIMAL, { ...MINIMAL, file: 'other.yaml' }], { warnings: true }).exitCode).toBe(0);
  });

  test('text that is no YAML is a fault, not a crash', () => {
    expect(validateFiles([{ file: 'x', text: 'a: [' }], { warnings: true })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('not YAML'),
    });
  });

  test('warnings go to stderr, fail nothing, and can be turned off', () => {
    const dear = { file: 'dear.yaml', text: MINIMAL.text.replace('spec:', 'spec:\n  deletionPolicy: Delete') };
    expect(validateFiles([dear], { warnings: true })).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('spec.deletionPolicy: warning:'),
    });
    expect(validateFiles([dear], { warnings: false }).stderr).toBe('');
  });
});

describe('render', () => {
  test('prints a stream that kubectl reads as it was meant', () => {
    const { exitCode, stdout } = renderFiles([sample('clickstream-production')], {});
    expect(exitCode).toBe(0);
    const objects = parseAllDocuments(stdout, { version: '1.1' }).map(
      (document) => document.toJS() as { kind: string; spec: { forProvider: Record<string, unknown> } },
    );
    const schedule = objects.find(({ kind }) => kind === 'Schedule');
    // "OFF" without quotes is false in the YAML that kubectl reads.
    expect(schedule?.spec.forProvider.flexibleTimeWindow).toMatchObject({ mode: expect.any(String) });
  });

  test('known values take the place of what only AWS can tell', () => {
    const values = {
      'kms.aws.m.upbound.io/Key/lake': {
        'status.atProvider.arn': 'arn:aws:kms:us-east-1:123456789012:key/1',
        'status.atProvider.keyId': '1',
      },
    };
    const { stdout, stderr } = renderFiles([MINIMAL], values);
    expect(stdout).toContain('kmsMasterKeyId: arn:aws:kms:us-east-1:123456789012:key/1');
    expect(stderr).toBe('');
  });

  test('nothing is printed when any file has a fault', () => {
    expect(renderFiles([MINIMAL, BROKEN], {})).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringContaining('mars-1'),
    });
  });

  test('nothing is printed when two files hold the same pipeline, for one stream cannot', () => {
    expect(renderFiles([MINIMAL, { ...MINIMAL, file: 'other.yaml' }], {})).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: 'other.yaml: DataPipeline default/lake stands in minimal.yaml too; leave one of them out\n',
    });
  });

  test('a values file of another shape is refused with the shape it should have', () => {
    expect(() => renderFiles([MINIMAL], ['x'])).toThrow(/must map ids to maps/);
  });
});

describe('render --graph', () => {
  test('draws each pipeline under its name', () => {
    const { stdout, exitCode } = drawFiles([MINIMAL, sample('clickstream-production')]);
    expect(exitCode).toBe(0);
    expect(stdout.match(/^title: .+$/gm)).toEqual(['title: lake', 'title: clickstream']);
    expect(stdout.match(/^flowchart LR$/gm)).toHaveLength(2);
  });

  test('draws nothing when any file has a fault', () => {
    expect(drawFiles([MINIMAL, BROKEN])).toMatchObject({ exitCode: 1, stdout: '' });
  });
});

describe('against an earlier state', () => {
  const against = (file: string, text: string) => ({ earlier: { file, text } });
  const STREAM = MINIMAL.text.replace('spec:', 'spec:\n  streams: [{name: main, retentionHours: 48}]');
  const SHORTER = { file: 'new.yaml', text: STREAM.replace('48', '24') };
  const HELD =
    'new.yaml: DataPipeline lake: streams/main: held until it is approved: retentionHours 48 → 24: records older than 24 hours would be deleted\n';

  test('what would be held is told and fails nothing, unless it is to', () => {
    const options = { warnings: true, ...against('old.yaml', STREAM) };
    expect(validateFiles([SHORTER], options)).toMatchObject({ exitCode: 0, stderr: HELD });
    expect(validateFiles([SHORTER], { ...options, strict: true })).toMatchObject({ exitCode: 1, stderr: HELD });
  });

  test('nothing is told of an edit that is harmless, and strictness has nothing against it', () => {
    const longer = { file: 'new.yaml', text: STREAM.replace('48', '72') };
    const options = { warnings: true, strict: true, ...against('old.yaml', STREAM) };
    expect(validateFiles([longer], options)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('render tells the same beside its stream, and prints none when it is strict', () => {
    const rendered = renderFiles([SHORTER], {}, against('old.yaml', STREAM));
    expect(rendered).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(HELD) });
    expect(rendered.stdout).toBe(renderFiles([SHORTER], {}).stdout);
    expect(renderFiles([SHORTER], {}, { ...against('old.yaml', STREAM), strict: true })).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: HELD,
    });
  });

  test('a pipeline is judged as an update, as the API server would', () => {
    const moved = { file: 'new.yaml', text: MINIMAL.text.replace('us-east-1', 'eu-west-1') };
    expect(validateFiles([moved], { warnings: true, ...against('old.yaml', MINIMAL.text) })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining(
        'new.yaml: DataPipeline lake: spec.region: "eu-west-1": region cannot be changed',
      ),
    });
  });

  test('what the server and the controller add to a stored pipeline is no fault', () => {
    const stored = `${MINIMAL.text.replace('metadata:', 'metadata:\n  uid: u\n  generation: 3\n  managedFields: []')}\nstatus: {observedGeneration: 3}\n`;
    expect(validateFiles([MINIMAL], { warnings: true, ...against('-', stored) }).exitCode).toBe(0);
  });

  test('an earlier file with a fault, or with none of the pipelines, is no comparison', () => {
    const other = MINIMAL.text.replace('name: lake', 'name: pond');
    expect(validateFiles([MINIMAL], { warnings: true, ...against('old.yaml', BROKEN.text) })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('old.yaml: DataPipeline lake: spec.region: "mars-1"'),
    });
    expect(validateFiles([MINIMAL], { warnings: true, ...against('old.yaml', other) })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('old.yaml: holds only default/pond; name a file'),
    });
  });

  test('what was compared with nothing is named', () => {
    const pond = { file: 'pond.yaml', text: MINIMAL.text.replace('name: lake', 'name: pond') };
    const sea = MINIMAL.text.replace('name: lake', 'name: sea');
    const options = { warnings: true, ...against('old.yaml', `${MINIMAL.text}\n---\n${sea}`) };
    expect(validateFiles([MINIMAL, pond], options)).toMatchObject({
      exitCode: 0,
      stderr:
        'pond.yaml: DataPipeline pond: stands not in old.yaml; it was compared with nothing\n' +
        'old.yaml: DataPipeline default/sea stands here only; it was compared with nothing\n',
    });
  });
});
