/**
 * What the API server takes in `metadata`, as far as a person writes it; the CRD itself may only speak of the name. A name
 * may be left to the server (generateName); that one of both is there is checked beside the schema.
 */
import type { FieldSchema } from '../structural.ts';

const stringMap = (description: string): FieldSchema => ({
  type: 'object',
  description,
  additionalProperties: { type: 'string', description: 'Value, in quotes when it looks like a number.' },
});

/** Set by the server, or by others than the author: known, and not looked into. */
const OTHERS = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'finalizers',
  'ownerReferences',
  'managedFields',
  'selfLink',
] as const;

export function objectMeta(root: FieldSchema): FieldSchema {
  const given = root.properties?.metadata;
  const name = given?.properties?.name;
  if (given === undefined || name === undefined) throw new Error('the schema of DataPipeline has no metadata.name');
  const others = OTHERS.map((field) => [field, {}] as const);
  return {
    ...given,
    required: [],
    properties: {
      name,
      namespace: { type: 'string', description: 'Namespace of the pipeline.', maxLength: 63 },
      generateName: { type: 'string', description: 'Prefix of a generated name.' },
      labels: stringMap('Labels.'),
      annotations: stringMap('Annotations.'),
      ...(Object.fromEntries(others) as Record<string, FieldSchema>),
    },
  };
}
