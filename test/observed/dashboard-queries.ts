/** The operator's dashboard as it is shipped. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ShippedDashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly description: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

export function shippedDashboard(): ShippedDashboard {
  const file = join(import.meta.dirname, '../../manifests/grafana/operator.json');
  return JSON.parse(readFileSync(file, 'utf8')) as ShippedDashboard;
}

export function dashboardQueries(): readonly string[] {
  return shippedDashboard().panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
}
