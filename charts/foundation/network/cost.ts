/** What a network of one's own costs: gateways and endpoints, by the hour. The gateway endpoint of S3 is free. */
import { type CostItem, idle, MONTH_HOURS } from '../../cost/item.ts';
import type { EndpointModel, OwnNetworkModel } from './model.ts';

/** `called`: the interface endpoints that are made. */
export function networkCost({ gateways }: OwnNetworkModel, called: readonly EndpointModel[]): readonly CostItem[] {
  const addresses = called.reduce((sum, { subnets }) => sum + subnets.length, 0);
  return [
    ...(gateways.length === 0
      ? []
      : [
          idle(`NAT gateways: ${gateways.length}`, 'natGateway', gateways.length * MONTH_HOURS),
          idle(`public addresses: ${gateways.length}`, 'publicAddress', gateways.length * MONTH_HOURS),
        ]),
    ...(addresses === 0
      ? []
      : [idle(`interface endpoints by zones: ${addresses}`, 'interfaceEndpoint', addresses * MONTH_HOURS)]),
  ];
}
