/** Refusals of AWS, and the words in which the provider passes them on. */

export interface AwsFault {
  readonly status: number;
  /** As the SDK prints it: "NoSuchEntity: Role x not found". */
  readonly error: string;
  /** SDK operation, where it is not the kind's usual one: "IAM: PutRolePolicy". */
  readonly operation?: string;
}

/** REST services print "api error Code: message", the others only "Code: message". */
export function apiError(status: number, code: string, message: string): AwsFault {
  return { status, error: `api error ${code}: ${message}` };
}

export function serviceError(status: number, code: string, message: string): AwsFault {
  return { status, error: `${code}: ${message}` };
}

/** What people inject most. */
export const FAULT = {
  quota: serviceError(
    400,
    'LimitExceededException',
    'The maximum number of resources for this account has been reached',
  ),
  accessDenied: serviceError(
    403,
    'AccessDeniedException',
    'User: arn:aws:sts::123456789012:assumed-role/provider/session is not authorized to perform this operation',
  ),
  throttled: serviceError(400, 'ThrottlingException', 'Rate exceeded'),
  bucketNameTaken: apiError(
    409,
    'BucketAlreadyExists',
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
  ),
  internal: serviceError(500, 'InternalServiceException', 'An internal error occurred'),
} as const satisfies Record<string, AwsFault>;

/** "creating S3 Bucket (x): operation error S3: CreateBucket, https response error StatusCode: 409, RequestID: …, api error …" */
export function describeFault(fault: AwsFault, doing: string, operation: string, requestId: string): string {
  const called = fault.operation ?? operation;
  return `${doing}: operation error ${called}, https response error StatusCode: ${fault.status}, RequestID: ${requestId}, ${fault.error}`;
}
