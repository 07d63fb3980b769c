/** Deliveries into tables whose partitions are computed: the folders that one writes are those where the other looks. */
import { tableOf } from './build.ts';
import type { BadSpec, GoodSpec } from './cases.ts';

type Fields = Readonly<Record<string, unknown>>;

export const HOURS = ['year', 'month', 'day', 'hour'].map((name) => ({ name, type: 'string' }));
export const streams = [{ name: 'main' }];

/** A delivery from stream main into a Parquet table by the hour. */
export const lake = (fields: Fields = {}, table: Fields = {}, more: Fields = {}): Fields => ({
  streams,
  tables: [tableOf({ partitionKeys: HOURS, partitionProjection: true, ...table })],
  deliveries: [{ name: 'lake', from: { stream: 'main' }, to: { table: 'events' }, ...fields }],
  ...more,
});
const byDate = (date: Fields = {}, projection: Fields = {}): Fields => ({
  partitionKeys: [{ name: 'date', type: 'string' }],
  partitionProjection: false,
  projection: { keys: [{ name: 'date', date: { from: '2026-01-01', ...date } }], ...projection },
});
const projectedHours = (digits: number | undefined): Fields => ({
  partitionProjection: false,
  projection: {
    keys: [
      { name: 'year', date: { format: 'yyyy', from: '2026-01-01' } },
      { name: 'month', integer: { min: 1, max: 12, digits: 2 } },
      { name: 'day', integer: { min: 1, max: 31, digits: 2 } },
      { name: 'hour', integer: { min: 0, max: 23, digits } },
    ],
  },
});

export const goodLayouts: readonly GoodSpec[] = [
  {
    reason: 'a table by whole dates that says where it begins',
    spec: lake({ partitionBy: { time: 'Day' } }, byDate()),
  },
  { reason: 'a table by hour that says where it begins', spec: lake({}, projectedHours(2)) },
];

export const badLayouts: readonly BadSpec[] = [
  {
    reason: 'into a table that looks where its template says',
    spec: lake({ partitionBy: { time: 'Day' } }, byDate({}, { locationTemplate: ['$', '{date}/'].join('') })),
    path: 'spec.deliveries[0].to.table',
    message:
      'delivery "lake" writes <key>=<value>/, but table "events" looks where its locationTemplate says; remove locationTemplate from the table',
    by: 'check',
  },
  {
    reason: 'into a table that looks for dates written otherwise',
    spec: lake({ partitionBy: { time: 'Day' } }, byDate({ format: 'yyyy/MM/dd' })),
    path: 'spec.deliveries[0].to.table',
    message:
      'delivery "lake" writes date as in 2027, 03 or 2027-03-08, but the projection of table "events" does not; write digits: 2 for integers, format yyyy-MM-dd for whole dates',
    by: 'check',
  },
  {
    reason: 'into a table that looks for hours without zeros',
    spec: lake({}, projectedHours(undefined)),
    path: 'spec.deliveries[0].to.table',
    message:
      'delivery "lake" writes hour as in 2027, 03 or 2027-03-08, but the projection of table "events" does not; write digits: 2 for integers, format yyyy-MM-dd for whole dates',
    by: 'check',
  },
];
