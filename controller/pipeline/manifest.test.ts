import { describe, expect, test } from '@jest/globals';
import { KMS } from '../../charts/kinds/kms.ts';
import { observed } from '../../charts/observed.ts';
import type { RenderedObject } from '../../charts/rendered.ts';
import { ANNOTATION } from '../../crds/identifiers.ts';
import type { Json } from '../../crds/kubernetes.ts';
import { type Approach, STRAIGHT } from './approach.ts';
import { desiredDigest } from './digest.ts';
import { digestOf, manifestOf, type ResolvedObject, resolve } from './manifest.ts';
import { aRenderedObject } from './testing/a-rendered-object.ts';

const GUARDED: Approach = { policies: ['Observe', 'Create'] };
const KEY = aRenderedObject({ name: 'key', kind: KMS.Key });
const ARN = 'arn:aws:kms:us-east-1:123456789012:key/1';

function aUser(): RenderedObject {
  return aRenderedObject({ name: 'user', forProvider: { kmsKeyArn: observed(KMS.Key, 'key', 'arn') } });
}

function resolved(object: RenderedObject, value: Json = ARN, approach: Approach = STRAIGHT): ResolvedObject {
  const result = resolve(object, approach, () => value);
  if ('open' in result) throw new Error('a token is open');
  return result;
}

describe('the manifest of a rendered object', () => {
  test('bears the digest of what is in it', () => {
    const manifest = manifestOf(resolved(aUser()));
    expect(manifest.metadata.annotations?.[ANNOTATION.rendered]).toBe(desiredDigest(manifest));
    expect(manifest.spec).toMatchObject({ forProvider: { kmsKeyArn: ARN } });
  });

  test('may only observe and create while it is guarded', () => {
    const manifest = manifestOf(resolved(aUser(), ARN, GUARDED));
    expect(manifest.spec).toMatchObject({ managementPolicies: ['Observe', 'Create'], forProvider: { kmsKeyArn: ARN } });
    expect(manifest.metadata.annotations?.[ANNOTATION.rendered]).toBe(desiredDigest(manifest));
  });

  test('stands for the object in AWS that it is told, and needs no value of what it leaves out', () => {
    const looking: Approach = { policies: ['Observe'], externalName: 'id', without: 'kmsKeyArn' };
    const found = resolve(aUser(), looking, () => undefined);
    const manifest = 'open' in found ? undefined : manifestOf(found);
    expect(manifest?.metadata.annotations?.['crossplane.io/external-name']).toBe('id');
    expect(manifest?.spec).toEqual({ managementPolicies: ['Observe'], forProvider: { region: 'us-east-1' } });
  });

  test.each([undefined, null, ''])('is open while a source gives %p', (value) => {
    expect(resolve(aUser(), STRAIGHT, () => value)).toEqual({ open: [KEY.id] });
  });
});

describe('its digest', () => {
  /** Counts walks through the spec. */
  function watched(object: RenderedObject): { object: RenderedObject; walks: () => number } {
    let walks = 0;
    const spec = new Proxy(object.manifest.spec as object, {
      ownKeys: (target) => {
        walks += 1;
        return Reflect.ownKeys(target);
      },
    });
    return { object: { ...object, manifest: { ...object.manifest, spec: spec as Json } }, walks: () => walks };
  }

  test('is computed once, however many plans ask for it', () => {
    const { object, walks } = watched(aUser());
    const first = digestOf(resolved(object));
    const after = walks();
    expect(digestOf(resolved(object))).toBe(first);
    expect(walks()).toBe(after);
  });

  test('is another with another value of a token, and the first again with the first value', () => {
    const object = aUser();
    const [one, two, again] = [ARN, `${ARN}2`, ARN].map((value) => digestOf(resolved(object, value)));
    expect(two).not.toBe(one);
    expect(again).toBe(one);
  });

  test('is another with other policies, each remembered beside the other', () => {
    const object = aUser();
    const [full, guarded, again] = [STRAIGHT, GUARDED, STRAIGHT].map((approach) =>
      digestOf(resolved(object, ARN, approach)),
    );
    expect(guarded).not.toBe(full);
    expect(again).toBe(full);
  });
});
