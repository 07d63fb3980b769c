/**
 * What AWS asks, as data: list prices of one Region on one day, without discounts, taxes and free tiers. The operator never
 * asks AWS for prices, so an estimate says of which day it is. Whoever renews the table renews PRICES_OF with it.
 *
 * Sources. `Golden`: the price files that infracost's own tests expect. `Common`: what
 * several public pages say alike. `Unconfirmed`: one page or memory; look again before much hangs on it.
 */
export const PRICES_OF = { region: 'us-east-1', asOf: '2026-08-21' } as const;

export interface Price {
  readonly usd: number;
  /** What it is paid for: "shard-hour". */
  readonly per: string;
  readonly source: 'Golden' | 'Common' | 'Unconfirmed';
}

const golden = (usd: number, per: string): Price => ({ usd, per, source: 'Golden' });

const common = (usd: number, per: string): Price => ({ usd, per, source: 'Common' });
const unconfirmed = (usd: number, per: string): Price => ({ usd, per, source: 'Unconfirmed' });

export const PRICES = {
  kinesisOnDemandStream: golden(0.04, 'stream-hour'),
  kinesisOnDemandIn: golden(0.08, 'GB'),
  kinesisOnDemandOut: golden(0.04, 'GB'),
  kinesisOnDemandFanOut: golden(0.05, 'GB'),
  kinesisOnDemandExtended: golden(0.1, 'GB-month'),
  kinesisLongTerm: golden(0.023, 'GB-month'),
  kinesisShard: golden(0.015, 'shard-hour'),
  kinesisPut: golden(0.014, 'million PUT units'),
  kinesisExtendedShard: unconfirmed(0.02, 'shard-hour'),
  kinesisFanOutShard: golden(0.015, 'consumer-shard-hour'),
  kinesisFanOut: golden(0.013, 'GB'),
  firehoseIn: common(0.029, 'GB'),
  firehoseConversion: unconfirmed(0.018, 'GB'),
  firehosePartitioned: unconfirmed(0.02, 'GB'),
  firehosePartitionedObjects: unconfirmed(0.005, 'thousand objects'),
  flinkKpu: common(0.11, 'KPU-hour'),
  flinkStorage: unconfirmed(0.1, 'GB-month'),
  glueDpu: golden(0.44, 'DPU-hour'),
  glueDpuFrom6: common(0.308, 'DPU-hour'),
  glueDpuFlex: unconfirmed(0.29, 'DPU-hour'),
  glueCrawler: golden(0.44, 'DPU-hour'),
  emrServerlessCpu: common(0.052624, 'vCPU-hour'),
  emrServerlessMemory: common(0.0057785, 'GB-hour'),
  emrServerlessArmCpu: unconfirmed(0.042094, 'vCPU-hour'),
  emrServerlessArmMemory: unconfirmed(0.004628, 'GB-hour'),
  s3Standard: golden(0.023, 'GB-month'),
  s3StandardIa: golden(0.0125, 'GB-month'),
  s3GlacierIr: unconfirmed(0.004, 'GB-month'),
  s3Glacier: golden(0.0036, 'GB-month'),
  s3DeepArchive: golden(0.00099, 'GB-month'),
  s3Put: golden(0.005, 'thousand requests'),
  kmsKey: golden(1, 'key-month'),
  stepFunctions: golden(0.025, 'thousand transitions'),
  lambdaRequests: golden(0.2, 'million requests'),
  lambdaCompute: golden(0.0000166667, 'GB-second'),
  natGateway: golden(0.045, 'gateway-hour'),
  publicAddress: unconfirmed(0.005, 'address-hour'),
  interfaceEndpoint: golden(0.01, 'endpoint-zone-hour'),
  alarmMetric: golden(0.1, 'metric-month'),
  alarmComposite: common(0.5, 'alarm-month'),
  dashboard: golden(3, 'dashboard-month'),
  logsIn: golden(0.5, 'GB'),
  trailEvents: golden(0.1, 'hundred thousand events'),
  athenaScan: common(5, 'TB'),
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;
