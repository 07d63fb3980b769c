/**
 * Services with an interface endpoint, by their word in `Use.calls`, and the last word of the endpoint's service name.
 * Source: AWS PrivateLink guide, "AWS services that integrate with AWS PrivateLink".
 */
const SERVICES: Readonly<Record<string, string>> = {
  athena: 'athena',
  cloudwatch: 'monitoring',
  firehose: 'kinesis-firehose',
  glue: 'glue',
  kms: 'kms',
  kinesis: 'kinesis-streams',
  lambda: 'lambda',
  logs: 'logs',
  secretsmanager: 'secretsmanager',
  sns: 'sns',
  sqs: 'sqs',
  states: 'states',
  sts: 'sts',
};

export const ENDPOINT_SERVICES: readonly string[] = Object.keys(SERVICES);

/** "com.amazonaws.eu-central-1.kinesis-streams"; S3 is asked for its gateway endpoint by the same form. */
export function endpointServiceName(region: string, service: string): string {
  return `com.amazonaws.${region}.${SERVICES[service] ?? service}`;
}
