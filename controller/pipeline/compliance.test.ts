import { describe, expect, test } from '@jest/globals';
import { S3 } from '../../charts/kinds/s3.ts';
import type { DataPipeline } from '../../crds/datapipeline.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import { missingConsent } from './compliance.ts';
import { aChild } from './testing/a-child.ts';

const zone = (name: string, mode: string, retentionDays: number) => ({ name, objectLock: { mode, retentionDays } });
const locked = (consent: string | undefined, ...zones: object[]) =>
  ({
    metadata: {
      name: 'lake',
      annotations: consent === undefined ? {} : { [ANNOTATION.confirmComplianceLock]: consent },
    },
    spec: { zones },
  }) as unknown as DataPipeline;
const RAW = zone('raw', 'COMPLIANCE', 2555);
const lockOf = (name: string) => aChild({ kind: S3.BucketObjectLockConfiguration, component: `zones/${name}` });

describe('a lock that nobody can undo', () => {
  test('asks for a consent, and says what to write', () => {
    expect(missingConsent(locked(undefined, RAW), [aChild()])).toEqual({
      reason: 'ConsentMissing',
      message:
        'every object of zone "raw" for 2555 days would be locked in mode COMPLIANCE, which nobody can undo, not even the account\'s root user; to consent: kubectl annotate dpl lake --overwrite datapipelines.dev/confirm-compliance-lock=raw=2555',
    });
  });

  test.each(['raw=2555', 'audit=1, raw=2555'])('is consented to by "%s"', (consent) => {
    expect(missingConsent(locked(consent, RAW), [])).toBeUndefined();
  });

  test.each(['raw', 'raw=255', 'raw=25550', 'draw=2555', 'yes', ''])('is not consented to by "%s"', (consent) => {
    expect(missingConsent(locked(consent, RAW), [])).toMatchObject({ reason: 'ConsentMissing' });
  });

  test('asks for what is missing, and the words keep what was given', () => {
    const notice = missingConsent(locked('raw=2555', RAW, zone('audit', 'COMPLIANCE', 1)), []);
    expect(notice?.message).toMatch(/^every object of zone "audit" for 1 day would/);
    expect(notice?.message).toMatch(/=raw=2555,audit=1$/);
  });

  test('is not asked about once it stands, but for every other zone', () => {
    expect(missingConsent(locked(undefined, RAW), [lockOf('raw')])).toBeUndefined();
    expect(missingConsent(locked(undefined, RAW), [lockOf('other')])).toBeDefined();
  });

  test('in mode GOVERNANCE needs no consent', () => {
    expect(missingConsent(locked(undefined, zone('raw', 'GOVERNANCE', 2555)), [])).toBeUndefined();
  });
});
