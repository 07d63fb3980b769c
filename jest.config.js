// Three projects: `unit` needs nothing but Node; `tools` also programs of others (Go, npm); `cluster` runs against one real
// kube-apiserver that global set-up starts for the whole run. Sources stay ES modules (NODE_OPTIONS=--experimental-vm-modules).
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'],
};

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{crds,charts,controller,cli,controlplane,dataplane,manifests,produce,test}/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(cluster|tools)\\.test\\.ts$'],
    },
    {
      ...shared,
      displayName: 'tools',
      testMatch: ['<rootDir>/**/*.tools.test.ts'],
      testPathIgnorePatterns: ['/node_modules/'],
    },
    {
      ...shared,
      displayName: 'cluster',
      testMatch: ['<rootDir>/**/*.cluster.test.ts'],
      testPathIgnorePatterns: ['/node_modules/'],
      globalSetup: '<rootDir>/test/control-plane-setup.ts',
      globalTeardown: '<rootDir>/test/control-plane-teardown.ts',
    },
  ],
};
