import { describe, expect, test } from '@jest/globals';
import { awsClaims } from './claims.ts';
import { renderPipeline } from './render.ts';
import { aPipeline, fullSpec } from './testing/a-pipeline.ts';

function identities(...given: Parameters<typeof aPipeline>): readonly string[] {
  const pipeline = aPipeline(...given);
  return awsClaims(renderPipeline(pipeline), pipeline.spec).map((claim) => claim.identity);
}

describe('claims', () => {
  test('name every AWS object whose name is ours, with what scopes the name', () => {
    // Alarms, and the rules that count events for them, are many; below.
    const others = identities(fullSpec()).filter((identity) => !identity.includes('-alarm-'));
    expect([...others].sort()).toEqual([
      'aws/123456789012/eu-central-1/athena/Workgroup/team-a-shop',
      'aws/123456789012/eu-central-1/cloudtrail/Trail/team-a-shop',
      'aws/123456789012/eu-central-1/cloudwatchevents/Rule/team-a-shop-endings',
      'aws/123456789012/eu-central-1/cloudwatchevents/Rule/team-a-shop-trigger-landed',
      'aws/123456789012/eu-central-1/cloudwatchlogs/Group//aws-glue/crawlers-role/team-a-shop-crawler-raw-team-a-shop-4f53cda1',
      'aws/123456789012/eu-central-1/cloudwatchlogs/Group//aws/vendedlogs/states/datapipelines/team-a/shop/workflows/-endings',
      'aws/123456789012/eu-central-1/cloudwatchlogs/Group//aws/vendedlogs/states/datapipelines/team-a/shop/workflows/batch',
      'aws/123456789012/eu-central-1/cloudwatchlogs/Group//datapipelines/team-a/shop/applications/count',
      'aws/123456789012/eu-central-1/cloudwatchlogs/Group//datapipelines/team-a/shop/deliveries/lake',
      'aws/123456789012/eu-central-1/cloudwatchlogs/Group//datapipelines/team-a/shop/functions/enrich',
      'aws/123456789012/eu-central-1/cloudwatchlogs/Group//datapipelines/team-a/shop/jobs/clean/team-a-shop-4f53cda1-role/team-a-shop-job-clean/error',
      'aws/123456789012/eu-central-1/cloudwatchlogs/Group//datapipelines/team-a/shop/jobs/clean/team-a-shop-4f53cda1-role/team-a-shop-job-clean/output',
      'aws/123456789012/eu-central-1/cloudwatchlogs/Group//datapipelines/team-a/shop/jobs/report',
      'aws/123456789012/eu-central-1/cloudwatchlogs/Group//datapipelines/team-a/shop/network/flow-logs',
      'aws/123456789012/eu-central-1/emrserverless/Application/team-a-shop-report.5d075aa1',
      'aws/123456789012/eu-central-1/firehose/DeliveryStream/team-a-shop-lake.ae9c2a31',
      'aws/123456789012/eu-central-1/glue/CatalogDatabase/team_a_shop__external',
      'aws/123456789012/eu-central-1/glue/CatalogDatabase/team_a_shop_curated',
      'aws/123456789012/eu-central-1/glue/CatalogDatabase/team_a_shop_raw',
      'aws/123456789012/eu-central-1/glue/Connection/team-a-shop-euc1-az1',
      'aws/123456789012/eu-central-1/glue/Connection/team-a-shop-euc1-az2',
      'aws/123456789012/eu-central-1/glue/Crawler/team-a-shop-raw',
      'aws/123456789012/eu-central-1/glue/Job/team-a-shop-clean',
      'aws/123456789012/eu-central-1/glue/SecurityConfiguration/team-a-shop-4f53cda1',
      'aws/123456789012/eu-central-1/kinesis/Stream/team-a-shop-main',
      'aws/123456789012/eu-central-1/kinesisanalyticsv2/Application/team-a-shop-count',
      'aws/123456789012/eu-central-1/kms/Alias/team-a-shop',
      'aws/123456789012/eu-central-1/lambda/Function/team-a-shop-enrich',
      'aws/123456789012/eu-central-1/pipes/Pipe/team-a-shop-trigger-landed',
      'aws/123456789012/eu-central-1/scheduler/ScheduleGroup/team-a-shop',
      'aws/123456789012/eu-central-1/sfn/StateMachine/team-a-shop--endings',
      'aws/123456789012/eu-central-1/sfn/StateMachine/team-a-shop-batch',
      'aws/123456789012/eu-central-1/sns/Topic/team-a-shop-notifications',
      'aws/123456789012/eu-central-1/sqs/Queue/team-a-shop-schedules-dead-letters',
      'aws/123456789012/eu-central-1/sqs/Queue/team-a-shop-trigger-landed',
      'aws/123456789012/eu-central-1/sqs/Queue/team-a-shop-triggers-dead-letters',
      'aws/123456789012/eu-central-1/sqs/Queue/team-a-shop-workflow-batch-dead-letters',
      'aws/123456789012/iam/Policy/team-a-shop-reader-analysts',
      'aws/123456789012/iam/Role/team-a-shop-application-count',
      'aws/123456789012/iam/Role/team-a-shop-crawler-raw',
      'aws/123456789012/iam/Role/team-a-shop-delivery-lake.ae9c2a31',
      'aws/123456789012/iam/Role/team-a-shop-endings',
      'aws/123456789012/iam/Role/team-a-shop-function-enrich',
      'aws/123456789012/iam/Role/team-a-shop-job-clean',
      'aws/123456789012/iam/Role/team-a-shop-job-report',
      'aws/123456789012/iam/Role/team-a-shop-network-flow-logs',
      'aws/123456789012/iam/Role/team-a-shop-optimizer.orders',
      'aws/123456789012/iam/Role/team-a-shop-start-crawler-raw',
      'aws/123456789012/iam/Role/team-a-shop-start-endings',
      'aws/123456789012/iam/Role/team-a-shop-trigger-landed',
      'aws/123456789012/iam/Role/team-a-shop-workflow-batch',
      'aws/s3/Bucket/team-a-shop--access-logs-123456789012-eu-central-1-an',
      'aws/s3/Bucket/team-a-shop--audit-123456789012-eu-central-1-an',
      'aws/s3/Bucket/team-a-shop--code-123456789012-eu-central-1-an',
      'aws/s3/Bucket/team-a-shop-curated-123456789012-eu-central-1-an',
      'aws/s3/Bucket/team-a-shop-raw-123456789012-eu-central-1-an',
    ]);
  });

  test('name alarms and their rules within the Region', () => {
    const alarms = identities(fullSpec()).filter((identity) => identity.includes('-alarm-'));
    expect(alarms).toContain(
      'aws/123456789012/eu-central-1/cloudwatch/MetricAlarm/team-a-shop-alarm-stream-iterator-age.main',
    );
    expect(alarms).toContain('aws/123456789012/eu-central-1/cloudwatchevents/Rule/team-a-shop-alarm-job-failed.clean');
    for (const identity of alarms)
      expect(identity).toMatch(/^aws\/123456789012\/eu-central-1\/cloudwatch(?:events)?\//);
  });

  test('carry the id of the object that bears the name', () => {
    const pipeline = aPipeline(fullSpec());
    const rendered = renderPipeline(pipeline);
    const ids = new Set(rendered.objects.map((object) => object.id));
    for (const claim of awsClaims(rendered, pipeline.spec)) expect(ids).toContain(claim.id);
  });

  test('meet where names join to the same text, which those of log groups never do', () => {
    const joined = (name: string) => !name.includes('/Group/');
    const one = identities(fullSpec(), { namespace: 'team', name: 'a-shop' });
    const other = identities(fullSpec(), { namespace: 'team-a', name: 'shop' });
    expect(one.filter(joined)).toEqual(other.filter(joined));
    expect(one).not.toEqual(other);
  });

  test('of one name in two regions meet in IAM only, which has no regions', () => {
    const here = new Set(identities(fullSpec()));
    const meeting = identities({ ...fullSpec(), region: 'us-east-1' }).filter((identity) => here.has(identity));
    expect(meeting.every((identity) => /^aws\/123456789012\/iam\/(Role|Policy)\//.test(identity))).toBe(true);
    expect(meeting).toHaveLength(14);
  });

  test('of one name in two accounts do not meet', () => {
    const here = new Set(identities(fullSpec()));
    expect(identities({ ...fullSpec(), accountId: '999999999999' }).filter((identity) => here.has(identity))).toEqual(
      [],
    );
  });
});
