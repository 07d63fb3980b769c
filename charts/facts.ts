/**
 * What status shows of a part: names and ARNs, literal, or as tokens where only AWS can tell. Typed by the section of status
 * that they belong to; the controller resolves the tokens, leaves out what is still open, and adds `ready`.
 */
import type { DataPipelineStatus } from '../crds/datapipeline.ts';

/** The sections of status that list things of the spec: zones, streams, … */
export type ListSection = {
  [Section in keyof DataPipelineStatus]-?: NonNullable<DataPipelineStatus[Section]> extends readonly ListedItem[]
    ? Section
    : never;
}[keyof DataPipelineStatus];

interface ListedItem {
  readonly name: string;
  readonly ready: boolean;
}

/** One item of a section of status. */
export type StatusItem<Section extends ListSection> = NonNullable<DataPipelineStatus[Section]>[number];

/** Facts of the sections that show just what charts know: a required field is literal, one that holds a token is optional. */
type PlainFacts = {
  readonly [Section in Exclude<ListSection, 'schedules'>]?: Omit<StatusItem<Section>, 'ready'>;
};

export interface Facts extends PlainFacts {
  readonly schedules?: ScheduleFacts;
  /** ARN of the key that encrypts the pipeline. */
  readonly keyArn?: string;
  /** ARN of the topic that is told when something fails. */
  readonly topicArn?: string;
  /** Where records of accesses lie. */
  readonly auditLogs?: string;
  /** Name of the dashboard in CloudWatch. */
  readonly dashboard?: string;
  /** Name of the Athena workgroup. */
  readonly workgroup?: string;
  /** Database of the tables that lie with somebody else. */
  readonly externalDatabase?: string;
  /** Id of the VPC that the pipeline made. */
  readonly vpcId?: string;
  /** ARNs of its roles, by what each is for; Block.role writes them down, no part lists its own. */
  readonly roleArns?: Readonly<Record<string, string>>;
}

/** What tells when a schedule runs next. */
export interface ScheduleFacts {
  readonly name: string;
  /** The field that keeps it from running; absent when it runs. */
  readonly suspendedBy?: string;
  readonly time: ScheduleTime;
}

/** One of cron, rate and at, as the user wrote it, and the bounds of it. */
export interface ScheduleTime {
  readonly cron?: string;
  readonly rate?: string;
  readonly at?: string;
  /** IANA name. */
  readonly timeZone: string;
  /** RFC 3339. */
  readonly startAt?: string;
  readonly endAt?: string;
}
