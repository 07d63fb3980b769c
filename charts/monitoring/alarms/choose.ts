/** Which alarms there are, and with what threshold: those of the level that is wished, and what overrides say. */
import { ALARMS } from '../../../crds/alarms.ts';
import type { AlarmOverride } from '../../../crds/datapipeline.ts';
import type { Part } from '../../part.ts';
import type { MonitoringModel } from '../model.ts';
import type { Alarm } from './alarm.ts';

export type ChosenAlarm = Alarm & {
  /** That it watches. */
  readonly component: string;
};

export function chosenAlarms(
  { alarms: level, overrides }: Pick<MonitoringModel, 'alarms' | 'overrides'>,
  parts: readonly Pick<Part, 'component' | 'alarms'>[],
): readonly ChosenAlarm[] {
  return parts
    .flatMap(({ component, alarms = [] }) => alarms.map((alarm): ChosenAlarm => ({ ...alarm, component })))
    .flatMap((alarm) => {
      const own = overrides.find((one) => one.alarm === alarm.alarm && one.component === alarm.component);
      const general = overrides.find((one) => one.alarm === alarm.alarm && one.component === undefined);
      const { threshold = alarm.threshold, enabled = isOf(level, alarm) }: Partial<AlarmOverride> = {
        ...general,
        ...own,
      };
      return enabled ? [{ ...alarm, threshold }] : [];
    });
}

function isOf(level: MonitoringModel['alarms'], { alarm }: Alarm): boolean {
  return level === 'All' || (level === 'Essential' && ALARMS[alarm].level === 'Essential');
}
