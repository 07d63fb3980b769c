/**
 * What is assumed of data and of work, since a spec does not say how much there will be of either. Everything that an estimate
 * rests on stands here, and is printed with it.
 */
export interface Usage {
  /** What flows into each stream, and into each delivery that producers put to, and what each zone grows by; GiB. */
  readonly gibPerDay: number;
  /** Of one record. Services round each one up: Kinesis to 25 KB, Firehose to 5 KB. */
  readonly recordKiB: number;
  /** Of one run of a job, with all of its workers. */
  readonly jobMinutes: number;
}

export const ASSUMED: Usage = { gibPerDay: 1, recordKiB: 1, jobMinutes: 15 };

/** Assumptions that nobody has wanted to change. */
export const FIXED = {
  /** For which data has gathered in the zones and moved to colder classes. */
  storedDays: 365,
  /** Of one run of a crawler: the least that Glue asks for. */
  crawlMinutes: 10,
  crawlDpu: 2,
  /** Of one call of a function. */
  functionSeconds: 1,
  /** What Firehose gives a function at once, where the function does not say. */
  functionBatchMiB: 1,
  /** Of one step of a workflow, with waiting and asking again. */
  transitionsPerStep: 4,
  /** Started by objects, a day and trigger. */
  triggerRunsPerDay: 24,
  /** Read by queries, a day. */
  scannedGiBPerDay: 10,
  /** Of each log group, a month. */
  logGiB: 0.1,
  /** Of a running Flink application, for each KPU. */
  flinkStorageGiB: 50,
} as const;

/** Sentences for people. */
export function assumptionsOf({ gibPerDay, recordKiB, jobMinutes }: Usage): readonly string[] {
  return [
    `each stream takes in ${gibPerDay} GiB a day in records of ${recordKiB} KiB, as does each delivery that producers put to`,
    `each zone grows by ${gibPerDay} GiB a day and holds what it keeps of ${FIXED.storedDays} days`,
    `a run of a job takes ${jobMinutes} minutes with all its workers, one of a crawler ${FIXED.crawlMinutes} minutes with ${FIXED.crawlDpu} DPU`,
    `schedules run as written, nothing is suspended, and applications that workflows switch run all the time; objects start each triggered workflow ${FIXED.triggerRunsPerDay} times a day; a step is ${FIXED.transitionsPerStep} transitions`,
    `a call of a function takes ${FIXED.functionSeconds} second; a delivery calls it for each ${FIXED.functionBatchMiB} MiB, unless the function says otherwise`,
    `queries read ${FIXED.scannedGiBPerDay} GiB a day; each log group takes ${FIXED.logGiB} GiB a month`,
  ];
}

export const NOT_COUNTED =
  'free tiers, discounts, taxes, data transfer, requests to KMS, S3, SNS and SQS other than writes of deliveries, retrievals from archives, older versions of objects, flow logs, optimizers of Iceberg tables';
