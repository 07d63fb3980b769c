/** What Glue refuses of crawlers. */
import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import type { AwsObject } from '../aws.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { isObject, text } from '../behaviour.ts';

const OTHER_TARGETS = [
  's3Target',
  'jdbcTarget',
  'dynamodbTarget',
  'mongodbTarget',
  'deltaTarget',
  'hudiTarget',
  'icebergTarget',
];

const invalid = (message: string) => serviceError(400, 'InvalidInputException', message);

export function refusesCrawler(desired: JsonObject): AwsFault | undefined {
  const catalog = objectsIn(desired.catalogTarget).length > 0;
  const others = OTHER_TARGETS.filter((target) => objectsIn(desired[target]).length > 0);
  if (!catalog && others.length === 0) return invalid('At least one crawl target must be specified.');
  if (catalog && others.length > 0)
    return invalid('Catalog targets cannot be combined with targets of other types in one crawler.');
  const { deleteBehavior, updateBehavior } = policyOf(desired);
  if (catalog && deleteBehavior !== 'LOG')
    return invalid('The SchemaChangePolicy for Catalog target can have only LOG DeleteBehavior value.');
  const { recrawl } = policyOf(desired);
  if (catalog && recrawl === 'CRAWL_NEW_FOLDERS_ONLY')
    return invalid('"Crawl new folders only" is supported for Amazon S3 targets only.');
  return recrawl === 'CRAWL_NEW_FOLDERS_ONLY' && (deleteBehavior !== 'LOG' || updateBehavior !== 'LOG')
    ? invalid(
        'The SchemaChangePolicy for "Crawl new folders only" Amazon S3 target can have only LOG DeleteBehavior value and LOG UpdateBehavior value.',
      )
    : undefined;
}

const HEADER_WORDS = ['UNKNOWN', 'PRESENT', 'ABSENT'];

export function refusesClassifier({ csvClassifier }: JsonObject): AwsFault | undefined {
  const csv = isObject(csvClassifier) ? csvClassifier : {};
  const [delimiter, quote] = [text(csv, 'delimiter'), text(csv, 'quoteSymbol')];
  if ([delimiter, quote].some((symbol) => [...symbol].length > 1 || /[\r\n]/.test(symbol)))
    return invalid('Delimiter and quote symbol are one character each, and no end of a line.');
  if (delimiter !== '' && delimiter === quote)
    return invalid('Quote symbol must be different from the column delimiter.');
  const header = text(csv, 'containsHeader');
  return header === '' || HEADER_WORDS.includes(header)
    ? undefined
    : invalid(`${header} is no value of ContainsHeader.`);
}

/** While it crawls new folders only, its targets stay. */
export function refusesCrawlerUpdate(before: AwsObject, desired: JsonObject): AwsFault | undefined {
  const incremental =
    policyOf(before.attributes).recrawl === 'CRAWL_NEW_FOLDERS_ONLY' &&
    policyOf(desired).recrawl === 'CRAWL_NEW_FOLDERS_ONLY';
  const moved = !isDeepStrictEqual(objectsIn(before.attributes.s3Target), objectsIn(desired.s3Target));
  return incremental && moved
    ? invalid('The Amazon S3 targets of a crawler with "Crawl new folders only" cannot be changed.')
    : refusesCrawler(desired);
}

interface Behaviours {
  readonly recrawl: string;
  readonly deleteBehavior: string;
  readonly updateBehavior: string;
}

function policyOf({ recrawlPolicy, schemaChangePolicy }: JsonObject): Behaviours {
  const change = isObject(schemaChangePolicy) ? schemaChangePolicy : {};
  return {
    recrawl: isObject(recrawlPolicy) ? text(recrawlPolicy, 'recrawlBehavior') : '',
    deleteBehavior: text(change, 'deleteBehavior'),
    updateBehavior: text(change, 'updateBehavior'),
  };
}

function objectsIn(list: Json | undefined): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
