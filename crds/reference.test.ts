import { describe, expect, test } from '@jest/globals';
import { CRD_MAX_BYTES, customResourceDefinition } from './custom-resource.ts';
import { DEFINITIONS, PIPELINE_DEFINITION } from './definitions.ts';
import { referencePage } from './reference.ts';
import { root } from './schema/root.ts';
import { asFieldSchema, type FieldSchema } from './structural.ts';

const page = referencePage(PIPELINE_DEFINITION);
const rows = page.split('\n').filter((line) => line.startsWith('| `'));

describe('the reference page', () => {
  test('has a row for every field of spec and status', () => {
    const count = ({ properties, items }: FieldSchema): number =>
      Object.values(properties ?? {}).reduce(
        (sum, field) => sum + 1 + count(field),
        items === undefined ? 0 : count(items),
      );
    const { spec, status } = asFieldSchema(root).properties ?? {};
    expect(rows.length).toBe([spec, status].reduce((sum, field) => sum + (field === undefined ? 0 : count(field)), 0));
  });

  test('has five cells in every row, whatever the texts hold', () => {
    expect(rows.filter((row) => row.replaceAll('\\|', '').split('|').length !== 7)).toEqual([]);
  });

  test('marks what is required, and shows defaults and limits', () => {
    expect(page).toContain('| `accountId` (required) | string |');
    expect(page).toContain('| `retentionHours` | integer | `24` | 24–8760 |');
    expect(page).toContain('| `suspend` | string | `None` | `None` `Schedules` `Compute` `All` |');
  });

  test('is the same every time', () => {
    expect(referencePage(PIPELINE_DEFINITION)).toBe(page);
  });
});

describe.each(DEFINITIONS)('the CustomResourceDefinition of $kind.kind', (definition) => {
  const text = JSON.stringify(customResourceDefinition(definition));

  test.each(['additionalProperties":false', '"remedy"', '"refersTo"', '"~kind"', '"$schema"', '"patternProperties"'])(
    'holds no %s, which a structural schema may not have',
    (keyword) => {
      expect(text).not.toContain(keyword);
    },
  );

  test('is small enough for kubectl apply, which keeps a copy in an annotation', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(CRD_MAX_BYTES);
  });
});
