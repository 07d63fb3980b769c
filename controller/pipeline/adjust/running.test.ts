import { describe, expect, test } from '@jest/globals';
import { FLINK } from '../../../charts/kinds/kinesisanalyticsv2.ts';
import { aChild } from '../testing/a-child.ts';
import { adjustRunning } from './running.ts';

const WANTED = { by: 'Running', logGroup: '/datapipelines/a/b/applications/c' } as const;
const shown = (status: string | undefined, startApplication?: boolean, policies = ['Observe', 'Create', 'Update']) =>
  adjustRunning(
    WANTED,
    aChild({
      kind: FLINK.Application,
      policies,
      observed: {
        ...(status === undefined ? {} : { status }),
        ...(startApplication === undefined ? {} : { startApplication }),
      },
    }),
  );

describe('an application that is to run', () => {
  test('is made so', () => {
    expect(adjustRunning(WANTED, undefined)).toEqual({ is: 'Wanted' });
    expect(shown(undefined)).toEqual({ is: 'Wanted' });
  });

  test.each(['RUNNING', 'UPDATING', 'AUTOSCALING', 'MAINTENANCE', 'ROLLING_BACK'])(
    'is left alone while it is %s',
    (status) => {
      expect(shown(status, true)).toEqual({ is: 'Wanted' });
    },
  );

  test.each(['STARTING', 'STOPPING'])('is not there yet while it is %s, and nothing is asked of AWS', (status) => {
    expect(shown(status, true)).toEqual({ is: 'Wanted', note: `AWS shows it as ${status}` });
  });

  test('and stands still is taken back and given anew, for the provider starts it only at a change', () => {
    const note = expect.stringContaining(WANTED.logGroup);
    expect(shown('READY', true)).toEqual({ is: 'Wanted', note, changes: { startApplication: false } });
    expect(shown('READY', false)).toEqual({ is: 'Wanted', note });
  });

  test('is not touched before the provider may change it', () => {
    expect(shown('READY', true, ['Observe', 'Create'])).not.toHaveProperty('changes');
  });
});
