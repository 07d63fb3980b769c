import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { JsonObject } from './kubernetes.ts';
import { trimCrd } from './trim-provider-crd.ts';

test('prose goes, fields that are called description stay', () => {
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'keys.kms', annotations: { 'controller-gen.kubebuilder.io/version': 'v0.20.0' } },
    spec: {
      description: 'prose',
      properties: {
        description: { description: 'prose', type: 'string' },
        rule: { items: { properties: { description: { type: 'string', description: 'prose' } } } },
      },
    },
  };
  expect(trimCrd(crd)).toEqual({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'keys.kms' },
    spec: {
      properties: {
        description: { type: 'string' },
        rule: { items: { properties: { description: { type: 'string' } } } },
      },
    },
  });
});

test('the CRDs that we carry are trimmed', () => {
  const directory = join(import.meta.dirname, 'provider-aws');
  const untrimmed = readdirSync(directory).filter((file) => {
    const crd = parse(readFileSync(join(directory, file), 'utf8')) as JsonObject;
    return JSON.stringify(trimCrd(crd)) !== JSON.stringify(crd);
  });
  expect(untrimmed).toEqual([]);
});
