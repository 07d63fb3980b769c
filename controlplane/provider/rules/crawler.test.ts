import { expect, test } from '@jest/globals';
import { GLUE } from '../../../charts/kinds/glue.ts';
import { IAM } from '../../../charts/kinds/iam.ts';
import type { JsonObject } from '../../../crds/kubernetes.ts';
import { foreignObject } from '../foreign.ts';
import { apply, play, settle, verdict } from '../testing/a-play.ts';
import type { Play } from '../testing/play.ts';

const S3_TARGET = { s3Target: [{ path: 's3://raw/' }] };
const CATALOG_TARGET = { catalogTarget: [{ databaseName: 'raw', tables: ['events'] }] };
const LOG = { schemaChangePolicy: { deleteBehavior: 'LOG', updateBehavior: 'LOG' } };
const NEW_FOLDERS = { recrawlPolicy: { recrawlBehavior: 'CRAWL_NEW_FOLDERS_ONLY' } };

function crawler(forProvider: JsonObject): Play {
  const role = 'arn:aws:iam::123456789012:role/crawl';
  const { play: actor, aws } = play(GLUE.Crawler, 'raw', { forProvider: { role, ...forProvider } });
  foreignObject(aws, IAM.Role, 'crawl');
  settle(actor);
  return actor;
}

test.each<[string, JsonObject]>([
  ['At least one crawl target', LOG],
  ['cannot be combined', { ...S3_TARGET, ...CATALOG_TARGET, ...LOG }],
  ['only LOG DeleteBehavior value.', CATALOG_TARGET],
  ['supported for Amazon S3 targets only', { ...CATALOG_TARGET, ...LOG, ...NEW_FOLDERS }],
  ['only LOG DeleteBehavior value and LOG UpdateBehavior value', { ...S3_TARGET, ...NEW_FOLDERS }],
])('refused: %s', (message, forProvider) => {
  expect(verdict(crawler(forProvider))).toContain(message);
});

test.each<[JsonObject]>([
  [S3_TARGET],
  [{ ...S3_TARGET, ...LOG, ...NEW_FOLDERS }],
  [{ ...CATALOG_TARGET, schemaChangePolicy: { deleteBehavior: 'LOG', updateBehavior: 'UPDATE_IN_DATABASE' } }],
])('taken: %j', (forProvider) => {
  expect(verdict(crawler(forProvider))).toBe('Success');
});

test('the targets of a crawler for new folders stay while it is one', () => {
  const actor = crawler({ ...S3_TARGET, ...LOG, ...NEW_FOLDERS });
  const moved = { s3Target: [{ path: 's3://raw/events/' }] };
  apply(actor, moved);
  expect(verdict(actor)).toContain('cannot be changed');
  apply(actor, { ...moved, recrawlPolicy: { recrawlBehavior: 'CRAWL_EVERYTHING' } });
  expect(verdict(actor)).toBe('Success');
});

test('a crawler waits for the classifier that it asks', () => {
  expect(verdict(crawler({ ...S3_TARGET, classifiers: ['csv'] }))).toContain('Classifier csv not found.');
});

test.each<[string | undefined, JsonObject]>([
  ['different from the column delimiter', { delimiter: ';', quoteSymbol: ';' }],
  ['one character each', { delimiter: '||' }],
  ['one character each', { quoteSymbol: '\n' }],
  ['no value of ContainsHeader', { containsHeader: 'YES' }],
  [undefined, { delimiter: '\t', quoteSymbol: '"', containsHeader: 'ABSENT', header: ['a'] }],
])('a classifier for Csv: refused %s', (message, csvClassifier) => {
  const { play: actor } = play(GLUE.Classifier, 'csv', { forProvider: { csvClassifier } });
  settle(actor);
  expect(verdict(actor)).toEqual(message === undefined ? 'Success' : expect.stringContaining(message));
});
