import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { pipelineWith } from './cases/cases.ts';
import { PROFILES } from './profiles.ts';
import { environment } from './schema/identity.ts';
import { DEFAULT_ZONE_NAMES } from './schema/zones.ts';
import { asFieldSchema } from './structural.ts';
import { validateDataPipeline } from './validate/validate.ts';

describe('profiles', () => {
  test('there is one for each environment', () => {
    expect(Object.keys(PROFILES)).toEqual(asFieldSchema(environment).enum);
  });

  test.each(Object.entries(PROFILES))('%s: what it stands in for is valid when written out', (name, profile) => {
    const zones = [
      ...DEFAULT_ZONE_NAMES.map((zone) => ({ name: zone, lifecycle: profile.lifecycles[zone] })),
      { name: 'other', lifecycle: profile.otherLifecycle },
    ];
    expect(validateDataPipeline(pipelineWith({ environment: name, zones, encryption: profile.encryption }))).toEqual(
      [],
    );
  });

  test.each(Object.entries(PROFILES))('%s: its workers are those that the page on jobs tells', (name, { jobs }) => {
    const page = readFileSync(join(import.meta.dirname, '../docs/spec/jobs.md'), 'utf8');
    const sizes = [1, 2, 4, 8].map((units) => jobs.workers * units);
    const row = [name, jobs.workers, ...sizes, jobs.flex ? 'with G.1X and G.2X' : 'no'].join(' | ');
    expect(page).toContain(`| ${row} |`);
  });

  test('in production what was processed cools and goes after five years, as raw data after seven', () => {
    const { raw, processed } = PROFILES.Production.lifecycles;
    expect(raw).toMatchObject({ expireAfterDays: 2555 });
    expect(processed).toMatchObject({
      transitions: [
        { afterDays: 60, storageClass: 'STANDARD_IA' },
        { afterDays: 180, storageClass: 'GLACIER' },
      ],
      expireAfterDays: 1825,
    });
  });
});
