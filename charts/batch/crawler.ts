/** One Glue crawler over a zone, with a role that may do just that. */
import type { Construct } from 'constructs';
import { Crawler } from '../../imports/glue.ts';
import { Role, RolePolicy } from '../../imports/iam.ts';
import { roleArn } from '../arns.ts';
import { Block, type Managed, type Site } from '../block.ts';
import type { ZoneBlock } from '../foundation/zone.ts';
import type { CrawlerModel } from '../model/model.ts';
import { objectName } from '../names.ts';
import { crawlerPolicy } from '../policies/crawler.ts';
import { serialisePolicy } from '../policies/document.ts';
import { glueTrust } from '../policies/trust.ts';

/** Partitions take the table's schema: engines refuse a table whose partitions disagree with it. */
const CONFIGURATION = JSON.stringify({
  Version: 1,
  CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
});

export class CrawlerBlock extends Block {
  readonly crawler: Managed;

  constructor(
    scope: Construct,
    id: string,
    site: Site,
    crawler: CrawlerModel,
    zone: ZoneBlock,
    tables: readonly Managed[],
    alias: Managed | undefined,
  ) {
    super(scope, id, site, {
      stage: 'Batch',
      component: `crawlers/${crawler.name}`,
      classification: crawler.zone.classification,
    });
    const { place, scope: names } = this.model;
    const access = this.#role(crawler, alias);
    this.crawler = this.managed(Crawler, {
      name: objectName(names, ...crawler.words),
      awsName: crawler.crawler,
      after: [access, zone.database, ...tables],
      forProvider: {
        region: place.region,
        description: `Crawls zone ${crawler.zone.name} of the pipeline ${this.model.namespace}/${this.model.name}`,
        role: roleArn(place, crawler.role),
        databaseName: crawler.zone.database,
        s3Target: [
          { path: crawler.path, ...(crawler.exclusions.length === 0 ? {} : { exclusions: [...crawler.exclusions] }) },
        ],
        schemaChangePolicy: { updateBehavior: crawler.updateBehavior, deleteBehavior: crawler.deleteBehavior },
        recrawlPolicy: { recrawlBehavior: crawler.recrawlBehavior },
        configuration: CONFIGURATION,
      },
    });
  }

  #role(crawler: CrawlerModel, alias: Managed | undefined): Managed {
    const { place, key, scope: names } = this.model;
    const [first, ...rest] = crawler.words;
    const name = objectName(names, `crawler-${first}`, ...rest);
    const role = this.managed(Role, {
      name,
      awsName: crawler.role,
      forProvider: {
        description: `Crawler ${crawler.name} of the pipeline ${this.model.namespace}/${this.model.name}`,
        assumeRolePolicy: serialisePolicy(glueTrust(place)),
      },
    });
    return this.managed(RolePolicy, {
      name,
      awsName: crawler.role,
      after: alias === undefined ? [role] : [role, alias],
      forProvider: {
        role: crawler.role,
        policy: serialisePolicy(
          crawlerPolicy(place, {
            crawler: crawler.crawler,
            bucket: crawler.zone.bucket,
            prefix: crawler.prefix,
            database: crawler.zone.database,
            key: key.identity,
            deletes: crawler.deleteBehavior === 'DELETE_FROM_DATABASE',
          }),
        ),
      },
    });
  }
}
