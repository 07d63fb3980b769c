/** The pipeline's KMS key and its alias. The alias is how IAM policies name the key before AWS gave it an id. */
import type { Construct } from 'constructs';
import { Alias, Key } from '../../imports/kms.ts';
import { Block, type Managed, type Site } from '../block.ts';
import type { KeyModel } from '../model/model.ts';
import { serialisePolicy } from '../policies/document.ts';
import { keyPolicy } from '../policies/key.ts';

export class EncryptionBlock extends Block {
  /** Permissions that name the key by its alias hold once this is there. */
  readonly alias: Managed;

  constructor(scope: Construct, id: string, site: Site, own: NonNullable<KeyModel['own']>) {
    super(scope, id, site, { stage: 'Foundation', component: 'encryption' });
    const { place } = this.model;
    this.managed(Key, {
      name: own.object,
      forProvider: {
        region: place.region,
        description: own.description,
        enableKeyRotation: true,
        rotationPeriodInDays: own.rotationDays,
        deletionWindowInDays: own.deletionWindowDays,
        policy: serialisePolicy(keyPolicy(place)),
      },
    });
    this.alias = this.managed(Alias, {
      name: own.object,
      awsName: own.alias,
      forProvider: { region: place.region, targetKeyId: own.keyId },
    });
  }
}
