import { describe, expect, test } from '@jest/globals';
import { service } from '../../charts/kinds/kind.ts';
import { S3 } from '../../charts/kinds/s3.ts';
import { observed, tokensIn } from '../../charts/observed.ts';
import { observedValue, projectChild } from './child.ts';

const { Connector } = service('example', {
  Connector: { plural: 'connectors', identity: 'Assigned', observed: ['applicationId', 'subnets.0.id'] },
});

function project(kind: Parameters<typeof projectChild>[0], atProvider: unknown) {
  const live = { apiVersion: `${kind.group}/v1beta1`, kind: kind.kind, metadata: { name: 'shop' } };
  return projectChild(kind, { ...live, status: { atProvider } });
}

describe('the slim record', () => {
  test('keeps what the row of the kind names, nested and in lists, and the id', () => {
    const atProvider = { id: 'i', applicationId: 'a', subnets: [{ id: 's0', zone: 'a' }, { id: 's1' }], arn: 'x' };
    expect(project(Connector, atProvider).observed).toEqual({ id: 'i', applicationId: 'a', 'subnets.0.id': 's0' });
  });

  test('keeps false, and nothing for what is not there', () => {
    expect(project(S3.Bucket, { forceDestroy: false }).observed).toEqual({ forceDestroy: false });
    expect(project(Connector, { subnets: [] }).observed).toEqual({});
    expect(project(Connector, undefined).observed).toEqual({});
  });

  test('tells an object of which nothing is shown from one whose row keeps nothing', () => {
    expect(project(Connector, { other: 1 }).seen).toBe(true);
    expect(project(Connector, {}).seen).toBe(false);
    expect(project(Connector, undefined).seen).toBe(false);
  });

  test('has the value of every token that can be written', () => {
    const child = project(Connector, { subnets: [{ id: 's0' }] });
    const [token] = tokensIn(observed(Connector, 'shop', 'subnets.0.id'));
    expect(observedValue(child, token?.path ?? '')).toBe('s0');
    expect(observedValue(child, 'metadata.name')).toBeUndefined();
  });
});
