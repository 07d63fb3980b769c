/** The connections, where a job comes into the network by them. */
import { Connection } from '../../../imports/glue.ts';
import { type PipelineModel, titleOf } from '../../model.ts';
import type { Part } from '../../part.ts';
import { CONNECTIONS } from './model.ts';

export function connectionParts(model: PipelineModel, before: readonly Part[]): readonly Part[] {
  const { place, network, connections } = model;
  if (network === undefined || !before.some(({ uses }) => uses.some(({ of }) => of === CONNECTIONS))) return [];
  return [
    {
      component: CONNECTIONS,
      stage: 'Batch',
      uses: [],
      build(block) {
        for (const { object, name, subnetId, availabilityZone } of connections) {
          block.managed(Connection, {
            name: object,
            awsName: name,
            forProvider: {
              region: place.region,
              catalogId: place.accountId,
              connectionType: 'NETWORK',
              description: `Into the network of ${titleOf(model)}`,
              physicalConnectionRequirements: {
                subnetId,
                ...(availabilityZone === undefined ? {} : { availabilityZone }),
                securityGroupIdList: [...network.workerGroupIds],
              },
            },
          });
        }
      },
    },
  ];
}
