/** Plain Python on Glue, on one machine or a part of one. It has no metrics, no bookmarks and no event logs. */
import type { PythonShell } from '../../../../crds/datapipeline.ts';
import type { PipelineModel } from '../../../model.ts';
import { scriptLocation } from '../base.ts';
import type { GlueJobModel } from './model.ts';

export interface PythonShellEngine {
  readonly type: 'PythonShell';
  readonly pythonVersion: string;
  /** In data processing units. */
  readonly maxCapacity: number;
}

/** The version of Glue with Python 3.9. */
const GLUE_VERSION = '3.0';

export function pythonShellEngine({ version, maxCapacity }: PythonShell): PythonShellEngine {
  return { type: 'PythonShell', pythonVersion: version, maxCapacity: Number(maxCapacity) };
}

export function pythonShellFields({ code }: PipelineModel, job: GlueJobModel, engine: PythonShellEngine) {
  return {
    command: {
      name: 'pythonshell',
      pythonVersion: engine.pythonVersion,
      scriptLocation: scriptLocation(job, code),
    },
    glueVersion: GLUE_VERSION,
    maxCapacity: engine.maxCapacity,
  };
}
