/**
 * The provider starts an application when it makes it, and after that only when startApplication changes. One that never
 * started, whose job ended, or that somebody stopped would stand still for ever, whatever else is changed in it. So where
 * AWS shows it standing (READY) while the provider takes it for started, startApplication is taken back, which stops nothing,
 * and given anew. AWS is looked at every ten minutes or so, which is how often a broken one is tried.
 */
import type { RunningAdjustment } from '../../../charts/adjustment.ts';
import type { Child } from '../child.ts';
import type { Adjusted } from './adjust.ts';

/** On its way to another state; in all others but READY it works. */
const ON_ITS_WAY: ReadonlySet<unknown> = new Set(['STARTING', 'STOPPING', 'FORCE_STOPPING', 'DELETING']);

export function adjustRunning({ logGroup }: RunningAdjustment, child: Child | undefined): Adjusted {
  const { status, startApplication } = child?.observed ?? {};
  if (ON_ITS_WAY.has(status)) return { is: 'Wanted', note: `AWS shows it as ${String(status)}` };
  if (status !== 'READY') return { is: 'Wanted' };
  const note = `stands still in AWS and is started again; its log group ${logGroup} tells why it stopped`;
  // Before the provider may change it, it cannot start it either.
  const mayChange = child?.policies.some((policy) => policy === 'Update' || policy === '*') ?? false;
  return {
    is: 'Wanted',
    note,
    ...(startApplication === true && mayChange ? { changes: { startApplication: false } } : {}),
  };
}
