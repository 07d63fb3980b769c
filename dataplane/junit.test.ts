import { expect, test } from '@jest/globals';
import { countsOf } from './junit.ts';

const report = (attributes: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" ${attributes} time="1.5"><testcase/></testsuite></testsuites>`;

test.each([
  ['errors="0" failures="0" skipped="0" tests="12"', 0, { passed: 12, failed: 0, skipped: 0 }, 'all passed'],
  ['errors="1" failures="2" skipped="3" tests="12"', 1, { passed: 6, failed: 3, skipped: 3 }, 'errors are failures'],
  ['errors="0" failures="0" skipped="0" tests="0"', 5, { passed: 0, failed: 1, skipped: 0 }, 'nothing was collected'],
  ['errors="0" failures="0" skipped="0" tests="2"', 3, { passed: 2, failed: 1, skipped: 0 }, 'pytest itself broke'],
])('%s with exit code %d', (attributes, exitCode, expected) => {
  expect(countsOf(report(attributes), exitCode)).toEqual(expected);
});

test.each(['', '<testsuite name="pytest">'])('a report without counts is no result: %j', (text) => {
  expect(() => countsOf(text, 0)).toThrow(/pytest wrote/);
});
