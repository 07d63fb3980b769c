/**
 * Writes to standard output what the workflow of the sample of reports submits to EMR when its jobs run there, two on EMR Serverless
 * and two on clusters: JSON, by job, with the script that the code bucket holds. For the tests that run it on Spark.
 */
import { renderPipeline } from '../../charts/render.ts';
import { find, specOf } from '../../charts/testing/render.ts';
import { readSamples } from '../../charts/testing/samples.ts';
import { applyDefaults } from '../../crds/validate/defaults.ts';
import { validateDataPipeline } from '../../crds/validate/validate.ts';

interface Submission {
  readonly job: string;
  readonly platform: 'EmrServerless' | 'EmrCluster';
  /** What spark-submit is given before the script, and the script's own arguments. */
  readonly settings: readonly string[];
  readonly arguments: readonly string[];
  /** `s3://<bucket>/<key>` of the script. */
  readonly location: string;
}

interface Submitted extends Omit<Submission, 'job' | 'location'> {
  readonly script: string;
}

const RELEASE = 'emr-7.13.0';
const instances = { instanceTypes: ['m7g.xlarge'] };
const SERVERLESS = {
  emrServerless: { release: RELEASE, bookmarks: true, maximum: { cpu: '40 vCPU', memory: '160 GB', disk: '400 GB' } },
};
const CLUSTER = { emrCluster: { release: RELEASE, primary: instances, core: { ...instances, max: 4 } } };
const PLATFORMS: Readonly<Record<string, object>> = {
  clean: SERVERLESS,
  hourly: CLUSTER,
  daily: { emrServerless: { ...SERVERLESS.emrServerless, bookmarks: false } },
  sessions: CLUSTER,
};

process.stdout.write(JSON.stringify(submittedByJob()));

/** @throws when a spec would be refused */
function submittedByJob(): Readonly<Record<string, Submitted>> {
  const sample = readSamples().find(({ name }) => name === 'event-reports');
  if (sample === undefined) throw new Error('the sample event-reports is gone');
  const { spec } = sample.pipeline;
  const jobs = (spec.jobs ?? []).map((job) => {
    const platform = PLATFORMS[job.name];
    const { glue, ...rest } = job;
    return platform === undefined ? job : { ...rest, ...platform };
  });
  // Clusters need NAT.
  const onEmr = { ...sample.pipeline, spec: { ...spec, network: { managed: { nat: 'Single' } }, jobs } };
  const faults = validateDataPipeline(onEmr);
  if (faults.length > 0) throw new Error(`it is refused: ${JSON.stringify(faults)}`);
  const rendered = renderPipeline(applyDefaults(onEmr));
  const machine = find(rendered, 'sfn.StateMachine', 'reports-nightly');
  const found = parametersIn(JSON.parse(String(specOf(machine).forProvider.definition))).flatMap(submittedBy);
  const code = rendered.objects.filter(({ kind }) => kind.key === 's3.Object').map((one) => specOf(one).forProvider);
  const scriptAt = (location: string): string => {
    const stored = code.find(({ bucket, key }) => location === `s3://${bucket}/${key}`);
    if (stored === undefined) throw new Error(`nothing is brought to ${location}`);
    return Buffer.from(String(stored.contentBase64), 'base64').toString();
  };
  return Object.fromEntries(
    found.map(({ job, location, ...rest }) => [job, { ...rest, script: scriptAt(location) }] as const),
  );
}

/** Of all tasks, wherever they stand. */
function parametersIn(value: unknown): readonly Parameters[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = (value as { readonly Parameters?: Parameters }).Parameters;
  return [...(own === undefined ? [] : [own]), ...Object.values(value).flatMap(parametersIn)];
}

interface Parameters {
  readonly Name?: string;
  readonly JobDriver?: {
    readonly SparkSubmit: {
      readonly EntryPoint: string;
      readonly EntryPointArguments: readonly string[];
      readonly SparkSubmitParameters: string;
    };
  };
  readonly Step?: { readonly Name: string; readonly HadoopJarStep: { readonly Args: readonly string[] } };
}

function submittedBy({ Name = '', JobDriver, Step }: Parameters): readonly Submission[] {
  if (JobDriver !== undefined) {
    const { EntryPoint, EntryPointArguments, SparkSubmitParameters } = JobDriver.SparkSubmit;
    const settings = SparkSubmitParameters.split(' ');
    const platform = 'EmrServerless';
    return [{ job: Name, platform, settings, location: EntryPoint, arguments: EntryPointArguments }];
  }
  if (Step === undefined) return [];
  const [command, ...words] = Step.HadoopJarStep.Args;
  if (command !== 'spark-submit') throw new Error(`the step of ${Step.Name} runs ${command}`);
  const at = words.findIndex((word) => word.startsWith('s3://'));
  const platform = 'EmrCluster';
  const [settings, rest] = [words.slice(0, at), words.slice(at + 1)];
  // A step is called as its cluster, which ends in the name of the job.
  const job = Object.keys(PLATFORMS).find((name) => Step.Name.endsWith(`-${name}`)) ?? Step.Name;
  return [{ job, platform, settings, location: words[at] ?? '', arguments: rest }];
}
