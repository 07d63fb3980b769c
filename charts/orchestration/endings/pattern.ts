/**
 * Which events tell of executions that ended without running another state, in EventBridge's language of patterns. One whose
 * step failed is dealt with by its own Catch.
 */
export function executionsEnded(stateMachineArns: readonly string[]): string {
  return JSON.stringify({
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: { status: ['TIMED_OUT', 'ABORTED'], stateMachineArn: stateMachineArns },
  });
}
