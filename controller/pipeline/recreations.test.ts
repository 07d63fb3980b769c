import { describe, expect, test } from '@jest/globals';
import { IAM } from '../../charts/kinds/iam.ts';
import { KINESIS } from '../../charts/kinds/kinesis.ts';
import { Recreations, recreatedEvent } from './recreations.ts';
import { aChild } from './testing/a-child.ts';

const stream = (createdAt: string | undefined, uid = 'u') =>
  aChild({ kind: KINESIS.Stream, name: 'main', externalName: 'data-main', component: 'streams/main', uid, createdAt });

describe('what AWS made a second time', () => {
  test('is told once, and not on first sight', () => {
    const recreations = new Recreations();
    expect(recreations.since([stream('2026-11-25T10:00:00Z')])).toEqual([]);
    const again = stream('2026-11-25T11:00:00Z');
    expect(recreations.since([again])).toEqual([again]);
    expect(recreations.since([again])).toEqual([]);
  });

  test('is not a managed resource that was made anew, nor one that lost its mark for a moment', () => {
    const recreations = new Recreations();
    recreations.since([stream('2026-11-25T10:00:00Z')]);
    expect(recreations.since([stream(undefined)])).toEqual([]);
    expect(recreations.since([stream('2026-11-25T10:00:00Z')])).toEqual([]);
    expect(recreations.since([stream('2026-11-25T11:00:00Z', 'other')])).toEqual([]);
  });

  test('is told of what holds data only', () => {
    const recreations = new Recreations();
    const role = (createdAt: string) => aChild({ kind: IAM.Role, createdAt });
    recreations.since([role('2026-11-25T10:00:00Z')]);
    expect(recreations.since([role('2026-11-25T11:00:00Z')])).toEqual([]);
  });

  test('names the thing and what to do', () => {
    expect(recreatedEvent(stream('2026-11-25T11:00:00Z'))).toMatchObject({
      type: 'Warning',
      reason: 'RecreatedEmpty',
      note: 'streams/main: data-main was gone in AWS and was made again (Stream/main); what was in it is gone; look in CloudTrail for who deleted it',
    });
  });
});
