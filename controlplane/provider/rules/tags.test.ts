import { describe, expect, test } from '@jest/globals';
import { IAM } from '../../../charts/kinds/iam.ts';
import { S3 } from '../../../charts/kinds/s3.ts';
import { SimulatedAws } from '../aws.ts';
import { foreignObject } from '../foreign.ts';
import { apply, play, settle, verdict } from '../testing/a-play.ts';

const ROLE = { assumeRolePolicy: '{}' };

describe('tags', () => {
  test('of a role whose keys differ by case only are refused', () => {
    const { play: actor } = play(IAM.Role, 'reader', {
      forProvider: { ...ROLE, tags: { CostCenter: '1', costcenter: '2' } },
    });
    settle(actor);
    expect(verdict(actor)).toContain(
      'InvalidInput: Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    );
  });

  test('of a bucket whose keys differ by case only are two', () => {
    const { play: actor } = play(S3.Bucket, 'raw', { forProvider: { tags: { CostCenter: '1', costcenter: '2' } } });
    settle(actor);
    expect(actor.atProvider.tags).toMatchObject({ CostCenter: '1', costcenter: '2' });
  });

  test('of a code object are at most ten, the three of the provider included', () => {
    const tags = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`k${index}`, 'v']));
    const aws = new SimulatedAws(() => 0);
    foreignObject(aws, S3.Bucket, 'raw');
    const { play: actor } = play(S3.Object, 'code', { aws, forProvider: { bucket: 'raw', key: 'a.zip', tags } });
    settle(actor);
    expect(verdict(actor)).toContain('InvalidTag');
  });

  test.each([
    [{ 'aws:team': '1' }, 'aws: prefixed tag key names are not allowed'],
    [{ 'AWS:team': '1' }, 'aws: prefixed tag key names are not allowed'],
    [{ [`k${'x'.repeat(128)}`]: '1' }, 'is not valid'],
    [{ team: 'x'.repeat(257) }, 'is not valid'],
    [{ 'team;': '1' }, 'is not valid'],
    // With the three that the provider adds.
    [Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`t${index}`, '1'])), 'Cannot exceed quota'],
  ])('%j are refused, at creation and later', (tags, message) => {
    const { play: fresh } = play(S3.Bucket, 'raw', { forProvider: { tags } });
    settle(fresh);
    expect(verdict(fresh)).toContain(message);
    const { play: actor } = play(IAM.Role, 'reader', { forProvider: ROLE });
    settle(actor);
    apply(actor, { tags });
    expect(verdict(actor)).toContain(message);
  });
});
