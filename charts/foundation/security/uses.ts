/** What it means to run under the security configuration. */
import { useOfKeyItself } from '../../access/key.ts';
import type { Use } from '../../access/use.ts';
import { GLUE } from '../../kinds/glue.ts';
import { idOf } from '../../kinds/kind.ts';
import type { PipelineModel } from '../../model.ts';
import { keyNamed } from '../encryption/uses.ts';
import { SECURITY } from './model.ts';

/** Glue has no resources for security configurations. */
export function runSecured(by: string, { security }: PipelineModel): Use {
  return {
    by,
    of: SECURITY,
    after: [idOf(GLUE.SecurityConfiguration, security.object)],
    allow: [{ sid: 'ReadSecurityConfiguration', actions: ['glue:GetSecurityConfiguration'], resources: ['*'] }],
    calls: ['glue'],
  };
}

/** Keeps a bookmark of what it read, which the job itself encrypts and no service for it. Source: "Setting up encryption". */
export function keepBookmark(by: string, { place, key }: PipelineModel): Use {
  return {
    by,
    of: SECURITY,
    after: keyNamed(key),
    allow: [
      useOfKeyItself(place, key.identity, { sid: 'EncryptBookmark', actions: ['kms:Encrypt', 'kms:Decrypt'] }),
      ...(key.former.length === 0
        ? []
        : [{ sid: 'DecryptEarlierBookmark', actions: ['kms:Decrypt'], resources: key.former }]),
    ],
    calls: ['kms'],
  };
}
