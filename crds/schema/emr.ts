/** EMR Serverless: an application per job, which starts with a run and stops when nothing runs. */
import { choice, flag, integer, object, type Stored, text } from './fields.ts';
import { SPARK_UI } from './spark-ui.ts';

export const release = text({
  description:
    'EMR release, which says the versions of Spark and Python: emr-7 has Spark 3.5. Another release is taken once nothing runs.',
  example: 'emr-7.13.0',
  maxLength: 32,
  pattern: '^(emr-[67][.][0-9]{1,2}[.][0-9]{1,2}|emr-spark-[0-9]{1,2}[.][0-9]{1,2}([.][0-9]{1,2}|-preview))$',
  remedy: 'write a release like emr-7.13.0',
});

export const bookmarks = flag({
  description:
    'Of built-ins that can: remember what was read, so that a run reads only what is new. Others see by themselves what is new.',
  default: false,
});

export const sparkUI = flag({
  description: `Keep event logs for the Spark UI, below ${SPARK_UI.prefix} of the zone ${SPARK_UI.zone}.`,
  default: false,
});

const cpu = (description: string, fallback?: string) =>
  text({
    description,
    example: '4 vCPU',
    maxLength: 12,
    pattern: '^[1-9][0-9]{0,5} ?vCPU$',
    remedy: 'write a number with its unit, like 4 vCPU',
    ...(fallback === undefined ? {} : { default: fallback }),
  });

const gigabytes = (description: string, example: string, fallback?: string) =>
  text({
    description,
    example,
    maxLength: 12,
    pattern: '^[1-9][0-9]{0,7} ?GB$',
    remedy: 'write a number with its unit, like 16 GB',
    ...(fallback === undefined ? {} : { default: fallback }),
  });

const worker = (description: string) =>
  object(
    {
      cpu: cpu('1, 2, 4, 8 or 16 vCPU.', '4 vCPU'),
      memory: gigabytes(
        'Twice to about eight times as many GB as vCPU, a tenth of it for what is no heap.',
        '16 GB',
        '16 GB',
      ),
      disk: gigabytes('20 to 200 GB, for what does not fit into memory.', '20 GB', '20 GB'),
    },
    { description, default: {} },
  );

export const emrServerless = object(
  {
    release,
    architecture: choice(['ARM64', 'X86_64'], {
      description: 'Processors. ARM64 costs less; X86_64 for libraries that need it.',
      default: 'ARM64',
    }),
    driver: worker('Size of the driver.'),
    executor: worker('Size of each executor. Spark adds and removes them as it needs them, up to maximum.'),
    maximum: object(
      {
        cpu: cpu('vCPU of all workers together.'),
        memory: gigabytes('Memory of all workers together.', '128 GB'),
        disk: gigabytes('Disk of all workers together.', '400 GB'),
      },
      { description: 'What all runs together can have at the same time, and so what they can cost.' },
    ),
    idleTimeoutMinutes: integer({
      description: 'Minutes without a run after which the application stops. Stopped, it costs nothing.',
      minimum: 1,
      maximum: 10080,
      default: 15,
    }),
    bookmarks,
    sparkUI,
  },
  { description: 'Run it on EMR Serverless. A step of a workflow starts it; schedules cannot.' },
);

export type EmrServerless = Stored<typeof emrServerless>;
export type EmrWorker = EmrServerless['driver'];
