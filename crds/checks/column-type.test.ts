import { describe, expect, test } from '@jest/globals';
import { columnTypeFault } from './column-type.ts';

describe('columnTypeFault', () => {
  test.each([
    'int',
    'decimal(38,38)',
    'char(255)',
    'varchar(65535)',
    'array<array<int>>',
    'map<decimal(10,2),struct<a:int,B:map<string,int>>>',
    'struct<a:struct<a:int>,b:array<struct<c:date>>>',
  ])('takes %s', (type) => {
    expect(columnTypeFault(type)).toBeUndefined();
  });

  test.each([
    ['array<int,string>', 'has "," where array needs ">"'],
    ['array<>', 'lacks a type in one place'],
    ['array', 'has its end where array needs "<"'],
    ['map<string>', 'has ">" where map needs ","'],
    ['map<string,int,int>', 'has "," where map needs ">"'],
    ['map<array<int>,int>', 'has a map whose key is not a simple type'],
    ['struct<int>', 'has a struct member without name'],
    ['struct<a:int,>', 'has a struct member without name'],
    ['struct<a:array<int>b:int>', 'has "b" where struct needs ">"'],
    ['struct<a:int,A:int>', 'has two struct members called A'],
    ['struct<a:text>', 'names the unknown type text'],
    ['decimal(10,11)', 'has decimal(10,11), but precision is 1 to 38 and scale at most precision'],
    ['decimal', 'has a decimal without (precision,scale)'],
    ['char(256)', 'has char(256), but its length is 1 to 255'],
    ['varchar', 'has a varchar without (length)'],
    ['int>', 'has ">" after its end'],
  ])('finds that %s %s', (type, fault) => {
    expect(columnTypeFault(type)).toBe(fault);
  });
});
