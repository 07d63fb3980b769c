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
}

export type AlarmSection = 'streams' | 'functions' | 'applications' | 'deliveries' | 'schedules';

export const ALARMS = {
  StreamWriteThrottled: { of: 'streams', level: 'Essential', unit: 'refused writes in 5 minutes' },
  StreamReadThrottled: { of: 'streams', level: 'All', unit: 'refused reads in 5 minutes' },
  StreamIteratorAge: { of: 'streams', level: 'Essential', unit: 'milliseconds' },
  StreamConsumerLag: { of: 'streams', level: 'Essential', unit: 'milliseconds' },
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
  ScheduleDeadLetters: { of: 'schedules', shared: true, level: 'Essential', unit: 'messages' },
  ScheduleTargetErrors: { of: 'schedules', shared: true, level: 'All', unit: 'errors in 5 minutes' },
} as const satisfies Readonly<Record<string, AlarmFacts>>;

export type AlarmName = keyof typeof ALARMS;

export const ALARM_NAMES = Object.keys(ALARMS) as [AlarmName, ...AlarmName[]];
