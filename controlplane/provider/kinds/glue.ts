/** Glue: database and table names are unique in the account's catalogue. */
import { GLUE } from '../../../charts/kinds/glue.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, type Input, type KindBehaviour, lastSegment, text } from '../behaviour.ts';

const exists = (what: string) => () => serviceError(400, 'AlreadyExistsException', `${what} already exists.`);
const catalogId = ({ scope, desired }: Pick<Input, 'scope' | 'desired'>) => text(desired, 'catalogId') || scope.account;

const database: KindBehaviour = {
  kind: GLUE.CatalogDatabase,
  service: 'Glue',
  calls: { Create: 'CreateDatabase', Update: 'UpdateDatabase', Delete: 'DeleteDatabase' },
  title: ({ name }) => `Glue Catalog Database (${name})`,
  address: ({ name }) => name,
  taken: exists('Database'),
  unset: { catalogId: '', description: '', federatedDatabase: {}, locationUri: '', targetDatabase: {} },
  refusesCreate: ({ name, scope, desired }) => {
    if (!/^[a-z0-9_]{1,255}$/.test(name))
      return serviceError(400, 'InvalidInputException', `Database name ${name} is not valid`);
    return catalogId({ scope, desired }) === scope.account
      ? undefined
      : serviceError(
          400,
          'AccessDeniedException',
          `Cross-account access to catalog ${catalogId({ scope, desired })} is not permitted`,
        );
  },
  outputs: (object) => ({
    arn: arn(object, 'glue', `database/${object.address}`),
    id: `${catalogId({ scope: object.scope, desired: object.attributes })}:${object.address}`,
  }),
};

const table: KindBehaviour = {
  kind: GLUE.CatalogTable,
  service: 'Glue',
  calls: { Create: 'CreateTable', Update: 'UpdateTable', Delete: 'DeleteTable' },
  title: ({ name }) => `Glue Catalog Table (${name})`,
  address: ({ name, desired }) => `${text(desired, 'databaseName')}/${name}`,
  taken: exists('Table'),
  unset: {
    catalogId: '',
    description: '',
    owner: '',
    partitionKeys: [{ comment: '' }],
    retention: 0,
    storageDescriptor: {
      columns: [{ comment: '' }],
      compressed: false,
      numberOfBuckets: 0,
      schemaReference: {},
      serDeInfo: { name: '' },
      skewedInfo: {},
      storedAsSubDirectories: false,
    },
    targetTable: {},
    viewExpandedText: '',
    viewOriginalText: '',
  },
  requires: ({ desired }) => [
    {
      type: 'glue.CatalogDatabase',
      address: text(desired, 'databaseName'),
      partOf: true,
      fault: serviceError(400, 'EntityNotFoundException', `Database ${text(desired, 'databaseName')} not found.`),
    },
  ],
  outputs: (object) => ({
    arn: arn(object, 'glue', `table/${object.address}`),
    id: [catalogId({ scope: object.scope, desired: object.attributes }), ...object.address.split('/')].join(':'),
  }),
};

const crawler: KindBehaviour = {
  kind: GLUE.Crawler,
  service: 'Glue',
  calls: { Create: 'CreateCrawler', Update: 'UpdateCrawler', Delete: 'DeleteCrawler' },
  title: ({ name }) => `Glue Crawler (${name})`,
  address: ({ name }) => name,
  taken: exists('Crawler'),
  unset: {
    configuration: '',
    description: '',
    lakeFormationConfiguration: {},
    lineageConfiguration: {},
    recrawlPolicy: { recrawlBehavior: 'CRAWL_EVERYTHING' },
    s3Target: [{ connectionName: '', dlqEventQueueArn: '', eventQueueArn: '', sampleSize: 0 }],
    schedule: '',
    schemaChangePolicy: { deleteBehavior: 'DEPRECATE_IN_DATABASE', updateBehavior: 'UPDATE_IN_DATABASE' },
    securityConfiguration: '',
    tablePrefix: '',
  },
  requires: ({ desired }) => [
    {
      type: 'iam.Role',
      address: lastSegment(text(desired, 'role')),
      fault: serviceError(
        400,
        'InvalidInputException',
        `Service is unable to assume provided role. Please verify role's TrustPolicy (${text(desired, 'role')})`,
      ),
    },
  ],
  outputs: (object) => ({ arn: arn(object, 'glue', `crawler/${object.address}`), id: object.address }),
};

export const GLUE_BEHAVIOURS: readonly KindBehaviour[] = [database, table, crawler];
