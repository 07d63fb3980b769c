/** What managed Flink refuses of an application, and Terraform before it asks. */
import type { Json, JsonObject } from '../../../crds/kubernetes.ts';
import { type AwsFault, serviceError } from '../aws-fault.ts';
import { isObject, lastSegment, text } from '../behaviour.ts';

const RUNTIMES = ['FLINK-1_19', 'FLINK-1_20', 'FLINK-2_2'];
const MOST_KPUS = 64;
const MOST_GROUPS = 50;
const MOST_PROPERTIES = 50;
const MOST_CHARACTERS = 2_048;

const invalid = (message: string) => serviceError(400, 'InvalidArgumentException', message);

export function configurationOf({ applicationConfiguration }: JsonObject): JsonObject {
  return isObject(applicationConfiguration) ? applicationConfiguration : {};
}

export function codeOf(desired: JsonObject): { readonly bucket: string; readonly key: string } {
  const { applicationCodeConfiguration: code } = configurationOf(desired);
  const content = isObject(code) ? code.codeContent : undefined;
  const location = isObject(content) ? content.s3ContentLocation : undefined;
  if (!isObject(location)) return { bucket: '', key: '' };
  return { bucket: lastSegment(text(location, 'bucketArn')), key: text(location, 'fileKey') };
}

/** Arguments whose form Terraform knows. */
export function refusesApplicationPlan(desired: JsonObject): string | undefined {
  const { environmentProperties: environment } = configurationOf(desired);
  for (const group of groupsIn(environment)) {
    const id = text(group, 'propertyGroupId');
    if (!/^[0-9A-Za-z_.-]{1,50}$/.test(id))
      return `property_group_id "${id}" must only include alphanumeric, underscore, period, or hyphen characters`;
  }
  return undefined;
}

export function refusesApplication(desired: JsonObject): AwsFault | undefined {
  const runtime = text(desired, 'runtimeEnvironment');
  if (!RUNTIMES.includes(runtime))
    return invalid(`Runtime environment ${runtime} is not supported for new applications.`);
  const configuration = configurationOf(desired);
  const code = configuration.applicationCodeConfiguration;
  if (!isObject(code) || code.codeContentType !== 'ZIPFILE')
    return invalid('CodeContentType must be ZIPFILE for a Flink application.');
  return refusesFlink(configuration.flinkApplicationConfiguration) ?? refusesProperties(configuration);
}

function refusesFlink(flink: Json | undefined): AwsFault | undefined {
  if (!isObject(flink)) return undefined;
  for (const [block, numbers] of Object.entries(flink)) {
    if (!isObject(numbers) || numbers.configurationType === 'CUSTOM') continue;
    if (Object.keys(numbers).length > 1) return invalid(`${block} takes values only with ConfigurationType CUSTOM.`);
  }
  const { parallelismConfiguration: parallel, checkpointConfiguration: checkpoint } = flink;
  if (isObject(parallel)) {
    const kpus = Math.ceil(numberIn(parallel, 'parallelism', 1) / numberIn(parallel, 'parallelismPerKpu', 1));
    if (kpus > MOST_KPUS)
      return serviceError(400, 'LimitExceededException', `Application takes ${kpus} KPUs, the limit is ${MOST_KPUS}.`);
  }
  if (isObject(checkpoint) && numberIn(checkpoint, 'checkpointInterval', 60_000) < 1)
    return invalid('CheckpointInterval must be at least 1.');
  return undefined;
}

function refusesProperties({ environmentProperties: environment }: JsonObject): AwsFault | undefined {
  const groups = groupsIn(environment);
  if (groups.length > MOST_GROUPS) return invalid(`At most ${MOST_GROUPS} property groups.`);
  const ids = groups.map((group) => group.propertyGroupId);
  if (new Set(ids).size < ids.length) return invalid('Property group ids must be unique.');
  for (const { propertyMap } of groups) {
    const entries = Object.entries(isObject(propertyMap) ? propertyMap : {});
    if (entries.length < 1 || entries.length > MOST_PROPERTIES)
      return invalid(`A property group holds 1 to ${MOST_PROPERTIES} properties.`);
    const tooLong = entries.some(
      ([key, value]) => key.length > MOST_CHARACTERS || String(value).length > MOST_CHARACTERS,
    );
    if (tooLong) return invalid(`Keys and values of properties have at most ${MOST_CHARACTERS} characters.`);
  }
  return undefined;
}

function groupsIn(environment: Json | undefined): readonly JsonObject[] {
  const groups = isObject(environment) ? environment.propertyGroup : undefined;
  return Array.isArray(groups) ? groups.filter(isObject) : [];
}

function numberIn(from: JsonObject, field: string, fallback: number): number {
  const value = from[field];
  return typeof value === 'number' ? value : fallback;
}
