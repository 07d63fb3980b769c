/** EventBridge. The provider's service is called by its old name. */
import { service } from './kind.ts';

export const EVENTS = service('cloudwatchevents', {
  Rule: {
    plural: 'rules',
    identity: 'Named',
    nameLimit: 64,
    tagged: true,
    guarded: true,
    immutable: ['eventBusName'],
  },
  Target: {
    plural: 'targets',
    identity: 'Assigned',
    namedBy: 'targetId',
    nameLimit: 64,
    partOf: { kind: 'cloudwatchevents.Rule', by: 'rule' },
    immutable: ['rule', 'eventBusName', 'targetId'],
  },
});
