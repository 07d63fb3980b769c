/** EventBridge Pipes. */
import { service } from './kind.ts';

export const PIPES = service('pipes', {
  Pipe: {
    plural: 'pipes',
    identity: 'Named',
    nameLimit: 64,
    tagged: true,
    guarded: true,
    immutable: ['source'],
  },
});
