import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import { refusesApplication, refusesApplicationPlan } from './flink.ts';

const CODE = { codeContentType: 'ZIPFILE' };
const application = (configuration: JsonObject = {}, runtimeEnvironment = 'FLINK-1_20'): JsonObject => ({
  runtimeEnvironment,
  applicationConfiguration: { applicationCodeConfiguration: CODE, ...configuration },
});
const flink = (fields: JsonObject) => application({ flinkApplicationConfiguration: fields });
const group = (propertyGroupId: string, propertyMap: JsonObject = { a: 'b' }): JsonObject => ({
  propertyGroupId,
  propertyMap,
});
const groups = (...propertyGroup: Json[]) => application({ environmentProperties: { propertyGroup } });
const parallel = (parallelism: number, parallelismPerKpu: number) =>
  flink({ parallelismConfiguration: { configurationType: 'CUSTOM', parallelism, parallelismPerKpu } });

describe('managed Flink', () => {
  test.each<[string, JsonObject]>([
    ['an application', application()],
    ['64 KPUs', parallel(128, 2)],
    ['defaults', flink({ monitoringConfiguration: { configurationType: 'DEFAULT' } })],
    ['the longest property', groups(group('A', { a: 'x'.repeat(2_048) }))],
  ])('takes %s', (_, desired) => {
    expect(refusesApplication(desired)).toBeUndefined();
  });

  test.each<[string, JsonObject, RegExp]>([
    ['the retired SQL', application({}, 'SQL-1_0'), /SQL-1_0/],
    ['text as code', application({ applicationCodeConfiguration: { codeContentType: 'PLAINTEXT' } }), /ZIPFILE/],
    [
      'numbers without the type CUSTOM',
      flink({ checkpointConfiguration: { configurationType: 'DEFAULT', checkpointInterval: 1 } }),
      /CUSTOM/,
    ],
    ['65 KPUs', parallel(129, 2), /65 KPUs/],
    [
      'no interval',
      flink({ checkpointConfiguration: { configurationType: 'CUSTOM', checkpointInterval: 0 } }),
      /CheckpointInterval/,
    ],
    ['a long property', groups(group('A', { a: 'x'.repeat(2_049) })), /2048/],
    ['a group without properties', groups(group('A', {})), /1 to 50/],
    ['a group twice', groups(group('A'), group('A')), /unique/],
    ['too many groups', groups(...Array.from({ length: 51 }, (_, index) => group(`g${index}`))), /50 property groups/],
  ])('refuses %s', (_, desired, said) => {
    expect(refusesApplication(desired)?.error).toMatch(said);
  });
});

describe('Terraform', () => {
  test('knows the alphabet of groups', () => {
    expect(refusesApplicationPlan(groups(group('My.group_1-a')))).toBeUndefined();
    expect(refusesApplicationPlan(groups(group('My group')))).toMatch(/My group/);
  });
});
