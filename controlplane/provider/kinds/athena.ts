/** Athena. */
import { ATHENA } from '../../../charts/kinds/athena.ts';
import { serviceError } from '../aws-fault.ts';
import { isObject, type KindBehaviour, text } from '../behaviour.ts';
import { fromRecording } from '../from-recording.ts';
import { refusesDeletion, refusesNamedQuery, refusesWorkgroup } from '../rules/athena.ts';

const invalid = (message: string) => serviceError(400, 'InvalidRequestException', message);

const workgroup = fromRecording(ATHENA.Workgroup, {
  calls: { Create: 'CreateWorkGroup', Update: 'UpdateWorkGroup', Delete: 'DeleteWorkGroup' },
  title: ({ name }) => `Athena WorkGroup (${name})`,
  taken: () => invalid('WorkGroup is already created'),
  unset: { configuration: {}, forceDestroy: false },
  refuses: {
    create: refusesWorkgroup,
    update: (_, input) => refusesWorkgroup(input),
    delete: refusesDeletion,
  },
  // The version that is in use follows from the one that is wished for.
  normalize: (desired) => {
    const { configuration } = desired;
    if (!isObject(configuration) || !isObject(configuration.engineVersion)) return desired;
    const wished = text(configuration.engineVersion, 'selectedEngineVersion');
    const effective = wished === 'AUTO' || wished === '' ? 'Athena engine version 3' : wished;
    return {
      ...desired,
      configuration: {
        ...configuration,
        engineVersion: { ...configuration.engineVersion, effectiveEngineVersion: effective },
      },
    };
  },
});

const namedQuery = fromRecording(ATHENA.NamedQuery, {
  title: ({ desired }) => `Athena Named Query (${text(desired, 'name')})`,
  requires: ({ desired }) => [
    {
      type: 'athena.Workgroup',
      address: text(desired, 'workgroup'),
      partOf: true,
      fault: invalid('WorkGroup does not exist'),
    },
  ],
  refuses: { create: refusesNamedQuery },
});

export const ATHENA_BEHAVIOURS: readonly KindBehaviour[] = [workgroup, namedQuery];
