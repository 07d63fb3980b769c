/**
 * Security groups of clusters. EMR wants one of the primary instance, one of the others, and one of its own interface; what they
 * tell each other stands here, so that EMR finds its rules and adds none: a rule of EMR's that names another group would keep
 * that group from being deleted. What leads out of the cluster is the business of the group of all compute, which instances have as well.
 * Source: EMR management guide, "Working with Amazon EMR-managed security groups".
 */
import { SecurityGroup, SecurityGroupEgressRule, SecurityGroupIngressRule } from '../../../imports/ec2.ts';
import type { Block } from '../../block.ts';
import { ANYTHING } from '../../foundation/network/traffic.ts';
import { EC2 } from '../../kinds/ec2.ts';
import { observed } from '../../observed.ts';
import type { EmrGroups, EmrModel } from './model.ts';

type Group = keyof EmrGroups;

interface Talk {
  readonly from: Group;
  readonly to: Group;
  readonly what: string;
  readonly traffic:
    | typeof ANYTHING
    | { readonly ipProtocol: 'tcp'; readonly fromPort: number; readonly toPort: number };
}

const port = (number: number) => ({ ipProtocol: 'tcp', fromPort: number, toPort: number }) as const;

const TALKS: readonly Talk[] = [
  ...(['primary', 'core'] as const).flatMap((from) =>
    (['primary', 'core'] as const).map((to): Talk => ({ from, to, what: 'Within a cluster', traffic: ANYTHING })),
  ),
  { from: 'access', to: 'primary', what: 'EMR, to the cluster', traffic: port(8443) },
  { from: 'access', to: 'core', what: 'EMR, to the cluster', traffic: port(8443) },
  { from: 'primary', to: 'access', what: 'The cluster, to EMR', traffic: port(9443) },
];

export function addGroups(block: Block, region: string, { groups, vpc }: EmrModel): void {
  const idOfGroup = (group: Group): string => observed(EC2.SecurityGroup, groups[group].object, 'id');
  for (const { object, name } of Object.values(groups)) {
    block.managed(SecurityGroup, {
      name: object,
      forProvider: {
        region,
        vpcId: observed(EC2.VPC, vpc, 'id'),
        name,
        description: 'Clusters of EMR',
        // For rules that EMR added all the same.
        revokeRulesOnDelete: true,
      },
    });
  }
  for (const { from, to, what, traffic } of TALKS) {
    const shared = { region, description: what, ...traffic };
    block.managed(SecurityGroupEgressRule, {
      name: `${groups[from].object}.to-${to}`,
      forProvider: { ...shared, securityGroupId: idOfGroup(from), referencedSecurityGroupId: idOfGroup(to) },
    });
    block.managed(SecurityGroupIngressRule, {
      name: `${groups[to].object}.from-${from}`,
      forProvider: { ...shared, securityGroupId: idOfGroup(to), referencedSecurityGroupId: idOfGroup(from) },
    });
  }
}
