import { describe, expect, test } from '@jest/globals';
import { pictureOf } from './picture.ts';
import { renderPipeline } from './render.ts';
import { aPipeline, fullSpec } from './testing/a-pipeline.ts';

const lines = pictureOf(renderPipeline(aPipeline(fullSpec())))
  .split('\n')
  .map((line) => line.trim());

describe('the picture of a pipeline', () => {
  test.each([
    ['data comes from what is read', 'zones__raw -->|reads| crawlers__raw'],
    ['and goes to what is written', 'deliveries__lake -->|writes| zones__raw'],
    ['what is read and written has both', 'crawlers__raw -->|catalogs| zones__raw'],
    ['a call goes to what is called', 'deliveries__lake -->|calls| functions__enrich'],
    ['what a thing is made in is dotted', 'tables__raw_events -.-> zones__raw'],
  ])('%s', (_, line) => {
    expect(lines).toContain(line);
  });

  test('every arrow joins two boxes that are there, and none stands twice', () => {
    const boxes = new Set(lines.flatMap((line) => /^(\w+)\[".+"\]$/.exec(line)?.[1] ?? []));
    const arrows = lines.flatMap((line) => /^(\w+) -\.?->(?:\|.+\|)? (\w+)$/.exec(line)?.slice(1, 3).join(' ') ?? []);
    expect(arrows.length).toBeGreaterThan(5);
    expect(arrows.flatMap((arrow) => arrow.split(' ')).filter((box) => !boxes.has(box))).toEqual([]);
    expect(new Set(arrows).size).toBe(arrows.length);
  });

  test('what every component has does not cover the rest', () => {
    expect(lines.filter((line) => /encryption|network|access-logs/.test(line))).toEqual([]);
  });
});
