/**
 * What the provider asks of AWS for each kind: the calls of the Terraform resource behind it, as IAM names them. An object is read
 * whole, with its tags, each time it is looked at, so reading asks for as much as writing does.
 *
 * Sources: the resource's own file in hashicorp/terraform-provider-aws (internal/service/<service>); names, and what an action
 * depends on, in AWS's Service Authorization Reference. `passes`: the service that a role is handed to. `elsewhere`: what may lie in
 * another account, such as code or keys. A test holds this to the rows of kinds, and a linter that carries AWS's reference to AWS.
 */
import type { KindKey } from '../../kinds/kind.ts';

export interface KindActions {
  readonly actions: readonly string[];
  readonly passes?: string;
  readonly elsewhere?: readonly string[];
}

/** "s3", "GetBucketAcl PutObject" → "s3:GetBucketAcl", "s3:PutObject". */
function of(service: string, operations: string): readonly string[] {
  return operations.split(' ').map((operation) => `${service}:${operation}`);
}

const TAGS = 'ListTagsForResource TagResource UntagResource';
const EC2_TAGS = 'CreateTags DeleteTags';
const GLUE_TAGS = 'GetTags TagResource UntagResource';
/** Interfaces that functions leave behind keep a subnet or security group from being deleted, so the provider clears them away. */
const LEFT_INTERFACES = 'DescribeNetworkInterfaces DetachNetworkInterface DeleteNetworkInterface';
const ENCRYPT = of('kms', 'Decrypt GenerateDataKey');

export const PROVIDER_ACTIONS: Readonly<Record<KindKey, KindActions>> = {
  'athena.NamedQuery': {
    actions: of('athena', 'CreateNamedQuery GetNamedQuery UpdateNamedQuery DeleteNamedQuery'),
  },
  'athena.Workgroup': {
    actions: of('athena', `CreateWorkGroup GetWorkGroup UpdateWorkGroup DeleteWorkGroup ${TAGS}`),
  },
  'budgets.Budget': {
    actions: of('budgets', 'ViewBudget ModifyBudget ListTagsForResource TagResource UntagResource'),
  },
  'cloudtrail.Trail': {
    actions: of(
      'cloudtrail',
      'CreateTrail DescribeTrails GetTrail GetTrailStatus GetEventSelectors PutEventSelectors GetInsightSelectors StartLogging StopLogging UpdateTrail DeleteTrail ListTags AddTags RemoveTags',
    ),
  },
  'cloudwatch.CompositeAlarm': {
    actions: of('cloudwatch', `PutCompositeAlarm DescribeAlarms DeleteAlarms ${TAGS}`),
  },
  'cloudwatch.Dashboard': { actions: of('cloudwatch', 'PutDashboard GetDashboard DeleteDashboards') },
  'cloudwatch.MetricAlarm': { actions: of('cloudwatch', `PutMetricAlarm DescribeAlarms DeleteAlarms ${TAGS}`) },
  'cloudwatchevents.Rule': {
    actions: of('events', `PutRule DescribeRule EnableRule DisableRule DeleteRule ${TAGS}`),
  },
  'cloudwatchevents.Target': {
    actions: of('events', 'PutTargets ListTargetsByRule RemoveTargets'),
    passes: 'events.amazonaws.com',
  },
  'cloudwatchlogs.Group': {
    actions: of(
      'logs',
      `CreateLogGroup DescribeLogGroups DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey DisassociateKmsKey ${TAGS}`,
    ),
  },
  'cloudwatchlogs.Stream': { actions: of('logs', 'CreateLogStream DescribeLogStreams DeleteLogStream') },
  'ec2.DefaultSecurityGroup': {
    actions: of(
      'ec2',
      `DescribeSecurityGroups AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress ${EC2_TAGS}`,
    ),
  },
  'ec2.EIP': {
    actions: of(
      'ec2',
      `AllocateAddress DescribeAddresses DescribeAddressesAttribute DisassociateAddress ReleaseAddress ${EC2_TAGS}`,
    ),
  },
  'ec2.FlowLog': {
    actions: [
      ...of('ec2', `CreateFlowLogs DescribeFlowLogs DeleteFlowLogs ${EC2_TAGS}`),
      ...of('logs', 'CreateLogDelivery DeleteLogDelivery'),
    ],
    passes: 'vpc-flow-logs.amazonaws.com',
  },
  'ec2.InternetGateway': {
    actions: of(
      'ec2',
      `CreateInternetGateway AttachInternetGateway DetachInternetGateway DescribeInternetGateways DeleteInternetGateway ${EC2_TAGS}`,
    ),
  },
  'ec2.NATGateway': {
    actions: of('ec2', `CreateNatGateway DescribeNatGateways DeleteNatGateway ${EC2_TAGS}`),
  },
  'ec2.Route': { actions: of('ec2', 'CreateRoute ReplaceRoute DeleteRoute DescribeRouteTables') },
  'ec2.RouteTable': {
    actions: of('ec2', `CreateRouteTable DescribeRouteTables DisassociateRouteTable DeleteRouteTable ${EC2_TAGS}`),
  },
  'ec2.RouteTableAssociation': {
    actions: of('ec2', 'AssociateRouteTable ReplaceRouteTableAssociation DisassociateRouteTable DescribeRouteTables'),
  },
  'ec2.SecurityGroup': {
    actions: of(
      'ec2',
      `CreateSecurityGroup DescribeSecurityGroups RevokeSecurityGroupEgress DeleteSecurityGroup ${LEFT_INTERFACES} ${EC2_TAGS}`,
    ),
  },
  'ec2.SecurityGroupEgressRule': {
    actions: of(
      'ec2',
      `AuthorizeSecurityGroupEgress DescribeSecurityGroupRules ModifySecurityGroupRules RevokeSecurityGroupEgress ${EC2_TAGS}`,
    ),
  },
  'ec2.SecurityGroupIngressRule': {
    actions: of(
      'ec2',
      `AuthorizeSecurityGroupIngress DescribeSecurityGroupRules ModifySecurityGroupRules RevokeSecurityGroupIngress ${EC2_TAGS}`,
    ),
  },
  'ec2.Subnet': {
    actions: of(
      'ec2',
      `CreateSubnet DescribeSubnets ModifySubnetAttribute DeleteSubnet ${LEFT_INTERFACES} ${EC2_TAGS}`,
    ),
  },
  'ec2.VPC': {
    actions: of(
      'ec2',
      `CreateVpc DescribeVpcs DescribeVpcAttribute ModifyVpcAttribute DeleteVpc DescribeNetworkAcls DescribeRouteTables DescribeSecurityGroups ${EC2_TAGS}`,
    ),
  },
  'ec2.VPCEndpoint': {
    actions: [
      ...of(
        'ec2',
        `CreateVpcEndpoint DescribeVpcEndpoints ModifyVpcEndpoint DeleteVpcEndpoints DescribePrefixLists ${EC2_TAGS}`,
      ),
      ...of('route53', 'AssociateVPCWithHostedZone'),
    ],
  },
  'ec2.VPCEndpointRouteTableAssociation': { actions: of('ec2', 'ModifyVpcEndpoint DescribeVpcEndpoints') },
  'ec2.VPCEndpointSecurityGroupAssociation': { actions: of('ec2', 'ModifyVpcEndpoint DescribeVpcEndpoints') },
  'ec2.VPCEndpointSubnetAssociation': { actions: of('ec2', 'ModifyVpcEndpoint DescribeVpcEndpoints') },
  'emr.SecurityConfiguration': {
    actions: of(
      'elasticmapreduce',
      'CreateSecurityConfiguration DescribeSecurityConfiguration DeleteSecurityConfiguration',
    ),
  },
  'emrserverless.Application': {
    actions: [
      ...of(
        'emr-serverless',
        `CreateApplication GetApplication UpdateApplication StopApplication DeleteApplication ${TAGS}`,
      ),
      ...of('ec2', 'CreateNetworkInterface'),
      // Its own role for itself, with the first application of an account.
      ...of('iam', 'CreateServiceLinkedRole'),
    ],
  },
  'firehose.DeliveryStream': {
    actions: of(
      'firehose',
      'CreateDeliveryStream DescribeDeliveryStream UpdateDestination DeleteDeliveryStream StartDeliveryStreamEncryption StopDeliveryStreamEncryption ListTagsForDeliveryStream TagDeliveryStream UntagDeliveryStream',
    ),
    passes: 'firehose.amazonaws.com',
  },
  'glue.CatalogDatabase': {
    actions: of('glue', `CreateDatabase GetDatabase UpdateDatabase DeleteDatabase ${GLUE_TAGS}`),
  },
  'glue.CatalogTable': {
    actions: of('glue', 'CreateTable GetTable UpdateTable DeleteTable GetPartitionIndexes CreatePartitionIndex'),
  },
  'glue.CatalogTableOptimizer': {
    actions: of('glue', 'CreateTableOptimizer GetTableOptimizer UpdateTableOptimizer DeleteTableOptimizer'),
    passes: 'glue.amazonaws.com',
  },
  'glue.Classifier': { actions: of('glue', 'CreateClassifier GetClassifier UpdateClassifier DeleteClassifier') },
  'glue.Connection': {
    actions: of('glue', `CreateConnection GetConnection UpdateConnection DeleteConnection ${GLUE_TAGS}`),
  },
  'glue.Crawler': {
    actions: of('glue', `CreateCrawler GetCrawler UpdateCrawler StopCrawler DeleteCrawler ${GLUE_TAGS}`),
    passes: 'glue.amazonaws.com',
  },
  'glue.Job': {
    actions: of('glue', `CreateJob GetJob UpdateJob DeleteJob ${GLUE_TAGS}`),
    passes: 'glue.amazonaws.com',
  },
  'glue.SecurityConfiguration': {
    actions: of('glue', 'CreateSecurityConfiguration GetSecurityConfiguration DeleteSecurityConfiguration'),
  },
  'iam.InstanceProfile': {
    actions: of(
      'iam',
      'CreateInstanceProfile GetInstanceProfile AddRoleToInstanceProfile RemoveRoleFromInstanceProfile DeleteInstanceProfile ListInstanceProfileTags TagInstanceProfile UntagInstanceProfile',
    ),
    passes: 'ec2.amazonaws.com',
  },
  'iam.Policy': {
    actions: of(
      'iam',
      'CreatePolicy GetPolicy GetPolicyVersion ListPolicyVersions CreatePolicyVersion DeletePolicyVersion DeletePolicy ListPolicyTags TagPolicy UntagPolicy',
    ),
  },
  'iam.Role': {
    actions: of(
      'iam',
      'CreateRole GetRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy PutRolePermissionsBoundary DeleteRolePermissionsBoundary DeleteRole ListRolePolicies GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole ListRoleTags TagRole UntagRole',
    ),
  },
  'iam.RolePolicyAttachment': { actions: of('iam', 'AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies') },
  'iam.RolePolicy': { actions: of('iam', 'PutRolePolicy GetRolePolicy DeleteRolePolicy') },
  'kinesis.Stream': {
    actions: of(
      'kinesis',
      `CreateStream DescribeStreamSummary DescribeLimits UpdateShardCount UpdateStreamMode UpdateMaxRecordSize IncreaseStreamRetentionPeriod DecreaseStreamRetentionPeriod StartStreamEncryption StopStreamEncryption EnableEnhancedMonitoring DisableEnhancedMonitoring DeleteStream AddTagsToStream RemoveTagsFromStream ListTagsForStream ${TAGS}`,
    ),
  },
  'kinesis.StreamConsumer': {
    actions: of('kinesis', `RegisterStreamConsumer DescribeStreamConsumer DeregisterStreamConsumer ${TAGS}`),
  },
  'kinesisanalyticsv2.Application': {
    actions: of(
      'kinesisanalytics',
      `CreateApplication DescribeApplication UpdateApplication DeleteApplication StartApplication StopApplication DescribeApplicationSnapshot CreateApplicationSnapshot ListApplicationSnapshots AddApplicationCloudWatchLoggingOption DeleteApplicationCloudWatchLoggingOption AddApplicationVpcConfiguration DeleteApplicationVpcConfiguration ${TAGS}`,
    ),
    passes: 'kinesisanalytics.amazonaws.com',
  },
  'kms.Alias': { actions: of('kms', 'CreateAlias ListAliases UpdateAlias DeleteAlias') },
  'kms.Key': {
    actions: of(
      'kms',
      'CreateKey DescribeKey GetKeyPolicy PutKeyPolicy GetKeyRotationStatus EnableKeyRotation DisableKeyRotation EnableKey DisableKey UpdateKeyDescription ScheduleKeyDeletion ListResourceTags TagResource UntagResource',
    ),
  },
  'lambda.Function': {
    actions: [
      ...of(
        'lambda',
        'CreateFunction GetFunction UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction ListVersionsByFunction GetFunctionCodeSigningConfig PutFunctionConcurrency DeleteFunctionConcurrency ListTags TagResource UntagResource',
      ),
      ...of('ec2', 'DescribeSecurityGroups DescribeSubnets DescribeVpcs'),
    ],
    passes: 'lambda.amazonaws.com',
    elsewhere: [...of('s3', 'GetObject GetObjectVersion'), ...of('kms', 'CreateGrant Encrypt Decrypt')],
  },
  'lambda.Permission': { actions: of('lambda', 'AddPermission GetPolicy RemovePermission') },
  'pipes.Pipe': {
    actions: of('pipes', `CreatePipe DescribePipe UpdatePipe DeletePipe ${TAGS}`),
    passes: 'pipes.amazonaws.com',
  },
  's3.Bucket': {
    actions: of(
      's3',
      `CreateBucket DeleteBucket ListBucket ListBucketVersions ListBucketMultipartUploads DeleteObject DeleteObjectVersion AbortMultipartUpload GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration PutBucketObjectLockConfiguration PutBucketTagging PutBucketVersioning ${TAGS}`,
    ),
  },
  's3.BucketCorsConfiguration': { actions: of('s3', 'GetBucketCORS PutBucketCORS') },
  's3.BucketLifecycleConfiguration': { actions: of('s3', 'GetLifecycleConfiguration PutLifecycleConfiguration') },
  's3.BucketLogging': { actions: of('s3', 'GetBucketLogging PutBucketLogging') },
  's3.BucketNotification': { actions: of('s3', 'GetBucketNotification PutBucketNotification') },
  's3.BucketObjectLockConfiguration': {
    actions: of('s3', 'GetBucketObjectLockConfiguration PutBucketObjectLockConfiguration'),
  },
  's3.BucketOwnershipControls': { actions: of('s3', 'GetBucketOwnershipControls PutBucketOwnershipControls') },
  's3.BucketPolicy': { actions: of('s3', 'GetBucketPolicy PutBucketPolicy DeleteBucketPolicy') },
  's3.BucketPublicAccessBlock': { actions: of('s3', 'GetBucketPublicAccessBlock PutBucketPublicAccessBlock') },
  's3.BucketServerSideEncryptionConfiguration': {
    actions: of('s3', 'GetEncryptionConfiguration PutEncryptionConfiguration'),
  },
  's3.BucketVersioning': { actions: of('s3', 'GetBucketVersioning PutBucketVersioning') },
  's3.Object': {
    actions: of(
      's3',
      'PutObject GetObject GetObjectTagging PutObjectTagging DeleteObject DeleteObjectVersion ListBucket ListBucketVersions',
    ),
    elsewhere: ENCRYPT,
  },
  'scheduler.Schedule': {
    actions: of('scheduler', 'CreateSchedule GetSchedule UpdateSchedule DeleteSchedule'),
    passes: 'scheduler.amazonaws.com',
  },
  'scheduler.ScheduleGroup': {
    actions: of('scheduler', `CreateScheduleGroup GetScheduleGroup DeleteScheduleGroup ${TAGS}`),
  },
  'sfn.StateMachine': {
    actions: of(
      'states',
      `CreateStateMachine DescribeStateMachine UpdateStateMachine DeleteStateMachine ListStateMachineVersions ValidateStateMachineDefinition ${TAGS}`,
    ),
    passes: 'states.amazonaws.com',
  },
  'sns.Topic': { actions: of('sns', `CreateTopic GetTopicAttributes SetTopicAttributes DeleteTopic ${TAGS}`) },
  'sns.TopicSubscription': {
    actions: of('sns', 'Subscribe GetSubscriptionAttributes SetSubscriptionAttributes Unsubscribe'),
  },
  'sqs.Queue': {
    actions: of(
      'sqs',
      'CreateQueue GetQueueAttributes GetQueueUrl SetQueueAttributes DeleteQueue ListQueueTags TagQueue UntagQueue',
    ),
  },
};
