/** What it means to start or stop an application. */
import type { Use } from '../../access/use.ts';
import { applicationArn } from '../../arns.ts';
import { idOf } from '../../kinds/kind.ts';
import { FLINK } from '../../kinds/kinesisanalyticsv2.ts';
import type { PipelineModel } from '../../model.ts';
import type { ApplicationModel } from './model.ts';

export type Switching = 'Start' | 'Stop';

/** With a look at how it is: neither call waits for what it begins. */
export function switchApplication(
  by: string,
  { place }: PipelineModel,
  { component, object, application }: ApplicationModel,
  switching: Switching,
): Use {
  return {
    by,
    of: component,
    after: [idOf(FLINK.Application, object)],
    allow: [
      {
        sid: `${switching}Application`,
        actions: [`kinesisanalytics:${switching}Application`, 'kinesisanalytics:DescribeApplication'],
        resources: [applicationArn(place, application)],
      },
    ],
    calls: ['kinesisanalytics'],
  };
}
