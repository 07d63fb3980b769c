/** Lambda. */
import { service } from './kind.ts';

export const LAMBDA = service('lambda', {
  Function: {
    plural: 'functions',
    identity: 'Named',
    nameLimit: 64,
    tagged: true,
    guarded: true,
    observed: ['arn', 'version'],
    immutable: ['packageType'],
  },
});
