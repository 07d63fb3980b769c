/** Glue: database and table names are unique in the account's catalogue. */
import { GLUE } from '../../../charts/kinds/glue.ts';
import { serviceError } from '../aws-fault.ts';
import { arn, type Input, type KindBehaviour, lastSegment, text } from '../behaviour.ts';
import { fromRecording, notRecorded } from '../from-recording.ts';
import { refusesClassifier, refusesCrawler, refusesCrawlerUpdate } from '../rules/crawler.ts';
import { refusesJob } from '../rules/glue-job.ts';
import { refusesOptimizer, refusesTable } from '../rules/iceberg.ts';
import { listOf } from '../rules/policies.ts';

const exists = (what: string) => () => serviceError(400, 'AlreadyExistsException', `${what} already exists.`);
const catalogId = ({ scope, desired }: Pick<Input, 'scope' | 'desired'>) => text(desired, 'catalogId') || scope.account;

const database = fromRecording(GLUE.CatalogDatabase, {
  calls: { Create: 'CreateDatabase', Update: 'UpdateDatabase', Delete: 'DeleteDatabase' },
  taken: exists('Database'),
  unset: { catalogId: '', description: '' },
  refuses: {
    create: ({ name, scope, desired }) => {
      if (!/^[a-z0-9_]{1,255}$/.test(name))
        return serviceError(400, 'InvalidInputException', `Database name ${name} is not valid`);
      const catalog = catalogId({ scope, desired });
      if (catalog === scope.account) return undefined;
      return serviceError(400, 'AccessDeniedException', `Cross-account access to catalog ${catalog} is not permitted`);
    },
  },
  outputs: {
    id: (object) => `${catalogId({ scope: object.scope, desired: object.attributes })}:${object.address}`,
  },
});

const table = fromRecording(GLUE.CatalogTable, {
  calls: { Create: 'CreateTable', Update: 'UpdateTable', Delete: 'DeleteTable' },
  address: ({ name, desired }) => `${text(desired, 'databaseName')}/${name}`,
  taken: exists('Table'),
  refuses: { create: ({ desired }) => refusesTable(desired) },
  unset: { catalogId: '' },
  requires: ({ desired }) => {
    const address = text(desired, 'databaseName');
    const fault = serviceError(400, 'EntityNotFoundException', `Database ${address} not found.`);
    return [{ type: 'glue.CatalogDatabase', address, partOf: true, fault }];
  },
  outputs: {
    id: ({ address, attributes, scope }) =>
      [catalogId({ scope, desired: attributes }), ...address.split('/')].join(':'),
  },
});

/** Everybody calls it by table and type; each table has at most one of a type. */
const optimizer = notRecorded(GLUE.CatalogTableOptimizer, {
  why: 'the emulator that was recorded has no table optimizers',
  calls: { Create: 'CreateTableOptimizer', Update: 'UpdateTableOptimizer', Delete: 'DeleteTableOptimizer' },
  address: ({ desired }) => ['databaseName', 'tableName', 'type'].map((field) => text(desired, field)).join('/'),
  taken: ({ desired }) =>
    serviceError(400, 'AlreadyExistsException', `Table optimizer ${text(desired, 'type')} already exists.`),
  requires: ({ desired }) => {
    const [role] = (desired.configuration ?? []) as readonly { readonly roleArn?: string }[];
    const address = `${text(desired, 'databaseName')}/${text(desired, 'tableName')}`;
    const fault = serviceError(400, 'EntityNotFoundException', `Table ${text(desired, 'tableName')} not found.`);
    return [{ type: 'glue.CatalogTable', address, partOf: true, fault }, unassumable(role?.roleArn ?? '')];
  },
  refuses: { create: refusesOptimizer },
  outputs: {
    id: ({ address, scope }) => [scope.account, ...address.split('/')].join(','),
  },
});

const unassumable = (role: string) => {
  const message = `Service is unable to assume provided role. Please verify role's TrustPolicy (${role})`;
  return {
    type: 'iam.Role',
    address: lastSegment(role),
    fault: serviceError(400, 'InvalidInputException', message),
  } as const;
};

const job = fromRecording(GLUE.Job, {
  taken: exists('Job'),
  refuses: {
    create: ({ desired }) => refusesJob(desired),
    update: (_, { desired }) => refusesJob(desired),
  },
  requires: ({ desired }) => [unassumable(text(desired, 'roleArn'))],
});

const classifier = notRecorded(GLUE.Classifier, {
  why: 'the emulator knows no classifiers',
  taken: exists('Classifier'),
  refuses: {
    create: ({ desired }) => refusesClassifier(desired),
    update: (_, { desired }) => refusesClassifier(desired),
  },
});

const crawler = fromRecording(GLUE.Crawler, {
  taken: exists('Crawler'),
  unset: { schemaChangePolicy: { deleteBehavior: 'DEPRECATE_IN_DATABASE', updateBehavior: 'UPDATE_IN_DATABASE' } },
  refuses: {
    create: ({ desired }) => refusesCrawler(desired),
    update: (object, { desired }) => refusesCrawlerUpdate(object, desired),
  },
  requires: ({ desired }) => [
    unassumable(text(desired, 'role')),
    ...listOf(desired.classifiers).map((address) => ({
      type: 'glue.Classifier' as const,
      address,
      fault: serviceError(400, 'EntityNotFoundException', `Classifier ${address} not found.`),
    })),
  ],
});

/** Its subnet and groups are looked at when a job runs, not before. */
const connection = notRecorded(GLUE.Connection, {
  why: 'the emulator could not update one',
  taken: exists('Connection'),
  unset: { description: '', matchCriteria: [] },
  outputs: {
    arn: (object) => arn(object, 'glue', `connection/${object.address}`),
    id: (object) => `${catalogId({ scope: object.scope, desired: object.attributes })}:${object.address}`,
  },
});

const securityConfiguration = fromRecording(GLUE.SecurityConfiguration, { taken: exists('SecurityConfiguration') });

export const GLUE_BEHAVIOURS: readonly KindBehaviour[] = [
  database,
  table,
  optimizer,
  job,
  classifier,
  crawler,
  connection,
  securityConfiguration,
];
