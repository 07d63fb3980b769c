import { describe, expect, test } from '@jest/globals';
import { FIREHOSE } from '../../charts/kinds/firehose.ts';
import { IAM } from '../../charts/kinds/iam.ts';
import { Replacements, replacementsOf, type Standing } from './replacements.ts';
import { aChild } from './testing/a-child.ts';
import { aRenderedObject } from './testing/a-rendered-object.ts';

const delivery = (name: string) =>
  ({
    ...aRenderedObject({ name, kind: FIREHOSE.DeliveryStream, forProvider: { name: `aws-${name}` } }),
    component: 'deliveries/lake',
  }) as const;
const standing = (name: string, changes: Partial<Standing> = {}): Standing =>
  aChild({
    kind: FIREHOSE.DeliveryStream,
    name,
    component: 'deliveries/lake',
    externalName: `aws-${name}`,
    ...changes,
  });

describe('what is replaced', () => {
  test('is of one kind and one part, and goes from one name to another', () => {
    expect(replacementsOf([standing('a')], [delivery('b')])).toEqual([
      { component: 'deliveries/lake', kind: FIREHOSE.DeliveryStream, from: 'aws-a', to: 'aws-b' },
    ]);
  });

  test.each<[string, Standing[], ReturnType<typeof delivery>[]]>([
    ['what stays', [standing('a')], [delivery('a')]],
    ['what leaves', [standing('a')], []],
    ['what comes', [], [delivery('b')]],
    ['what comes in place of another part', [standing('a', { component: 'deliveries/other' })], [delivery('b')]],
    ['what has its successor already', [standing('a'), standing('b')], [delivery('b')]],
  ])('is not %s', (_, before, after) => {
    expect(replacementsOf(before, after)).toEqual([]);
  });

  test('is not what nobody would notice', () => {
    const role = aRenderedObject({ name: 'new', kind: IAM.Role });
    expect(replacementsOf([aChild({ kind: IAM.Role, name: 'old', component: role.component })], [role])).toEqual([]);
  });

  test('is told once, with what it means', () => {
    const replacements = new Replacements();
    expect(replacements.since([standing('a')], [delivery('b')])).toEqual([
      {
        type: 'Warning',
        reason: 'Replacing',
        action: 'Replace',
        note: 'deliveries/lake is being replaced: DeliveryStream aws-a → aws-b, because AWS cannot change it in place: the old one goes on until the new one is ready; records that arrive while both run are delivered twice, and producers that put to it need its new name',
      },
    ]);
    expect(replacements.since([standing('a')], [delivery('b')])).toEqual([]);
    expect(replacements.since([standing('a'), standing('b')], [delivery('b')])).toEqual([]);
    expect(replacements.since([standing('b')], [delivery('c')])).toHaveLength(1);
  });
});
