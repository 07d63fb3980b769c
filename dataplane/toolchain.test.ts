import { expect, test } from '@jest/globals';
import { EnvironmentDeclarationError, parseEnvironment } from './environments.ts';
import { findJavaHome, findPython, MissingToolError } from './toolchain.ts';

test('a missing Python is answered with what to install', () => {
  expect(() => findPython(['9.99'], process.env)).toThrow(MissingToolError);
  expect(() => findPython(['9.99'], process.env)).toThrow(/Python 9\.99 is needed .*apt-get install python3/s);
});

test('a missing JDK is answered with what to install', () => {
  expect(() => findJavaHome(999, process.env)).toThrow(MissingToolError);
  expect(() => findJavaHome(999, process.env)).toThrow(/JDK 999 is needed .*openjdk-999-jdk-headless/s);
});

test('an environment is what the head of its requirements says', () => {
  const environment = parseEnvironment('spark', '# python: 3.13 3.11\n# java: 17\n# tests: a b\n# Words.\npyspark\n');
  expect(environment).toMatchObject({ name: 'spark', pythons: ['3.13', '3.11'], java: 17, tests: ['a', 'b'] });
  expect(parseEnvironment('plain', '# python: 3.11\n')).toMatchObject({ java: undefined, tests: [] });
});

test.each([
  ['pytest\n', 'without a Python version nobody knows which interpreter to take'],
  ['# python: 3.11\n# java: seventeen\n', 'a Java version is a number'],
])('a declaration that cannot be used is refused: %j (%s)', (text) => {
  expect(() => parseEnvironment('x', text)).toThrow(EnvironmentDeclarationError);
});
