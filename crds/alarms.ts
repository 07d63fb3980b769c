/**
 * Every alarm there is, by the name that overrides and runbooks call it by. What an alarm measures stands beside the block
 * that it watches (alarms.ts in the block's folder); what a spec may say of it stands here, because specs are checked where
 * nothing is rendered.
 */
export interface AlarmFacts {
  /** Section of spec whose components it watches, one alarm for each; a `shared` one watches what all of them have in common. */
  readonly of: AlarmSection;
  readonly shared?: true;
  /** Essential: data is lost, late or wrong. All: somebody ought to look within days. */
  readonly level: 'Essential' | 'All';
  /** Of its threshold. */
  readonly unit: string;
  /** Of its threshold, where 0 means nothing. */
  readonly least?: number;
}

export type AlarmSection =
  | 'zones'
  | 'streams'
  | 'functions'
  | 'applications'
  | 'deliveries'
  | 'crawlers'
  | 'jobs'
  | 'workflows'
  | 'schedules'
  | 'triggers';

export const ALARMS = {
  ZoneSilent: { of: 'zones', level: 'Essential', unit: 'objects in an hour' },
  StreamWriteThrottled: { of: 'streams', level: 'Essential', unit: 'refused writes in 5 minutes' },
  StreamReadThrottled: { of: 'streams', level: 'All', unit: 'refused reads in 5 minutes' },
  StreamIteratorAge: { of: 'streams', level: 'Essential', unit: 'milliseconds' },
  StreamConsumerLag: { of: 'streams', level: 'Essential', unit: 'milliseconds' },
  StreamVolumeUnusual: { of: 'streams', level: 'All', unit: 'standard deviations', least: 1 },
  FunctionErrors: { of: 'functions', level: 'Essential', unit: 'failed calls in 5 minutes' },
  FunctionNearTimeout: { of: 'functions', level: 'All', unit: 'milliseconds' },
  FunctionThrottled: { of: 'functions', level: 'All', unit: 'refused calls in 5 minutes' },
  ApplicationDown: { of: 'applications', level: 'Essential', unit: 'milliseconds' },
  ApplicationRestarts: { of: 'applications', level: 'All', unit: 'restarts in 5 minutes' },
  ApplicationCheckpointsFailed: { of: 'applications', level: 'Essential', unit: 'failed checkpoints in 5 minutes' },
  DeliveryLate: { of: 'deliveries', level: 'Essential', unit: 'seconds' },
  DeliveryConversionFailed: { of: 'deliveries', level: 'Essential', unit: 'records in 5 minutes' },
  DeliveryThrottled: { of: 'deliveries', level: 'All', unit: 'refused requests in 5 minutes' },
  DeliverySilent: { of: 'deliveries', level: 'Essential', unit: 'records in a minute' },
  CrawlerFailed: { of: 'crawlers', level: 'Essential', unit: 'failed crawls in 5 minutes' },
  JobFailed: { of: 'jobs', level: 'Essential', unit: 'failed runs in 5 minutes' },
  WorkflowFailed: { of: 'workflows', level: 'Essential', unit: 'failed runs in 5 minutes' },
  WorkflowTimedOut: { of: 'workflows', level: 'Essential', unit: 'runs in 5 minutes' },
  WorkflowAborted: { of: 'workflows', level: 'All', unit: 'runs in 5 minutes' },
  WorkflowThrottled: { of: 'workflows', level: 'All', unit: 'delayed steps in 5 minutes' },
  WorkflowDeadLetters: { of: 'workflows', level: 'Essential', unit: 'messages' },
  ScheduleMissed: { of: 'schedules', level: 'All', unit: 'runs in an hour' },
  ScheduleDeadLetters: { of: 'schedules', shared: true, level: 'Essential', unit: 'messages' },
  ScheduleTargetErrors: { of: 'schedules', shared: true, level: 'All', unit: 'errors in 5 minutes' },
  TriggerEventsLost: { of: 'triggers', level: 'Essential', unit: 'failed deliveries in 5 minutes' },
  TriggerWaiting: { of: 'triggers', level: 'Essential', unit: 'seconds' },
  TriggerDeadLetters: { of: 'triggers', shared: true, level: 'Essential', unit: 'messages' },
} as const satisfies Readonly<Record<string, AlarmFacts>>;

export type AlarmName = keyof typeof ALARMS;

export const ALARM_NAMES = Object.keys(ALARMS) as [AlarmName, ...AlarmName[]];
