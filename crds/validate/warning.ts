import { formatPath, type Path } from './fault.ts';

export interface Warning {
  /** Like the path of a fault: `spec.zones[1].objectLock`. */
  readonly path: string;
  readonly message: string;
}

export function warning(path: Path, message: string): Warning {
  return { path: formatPath(path), message };
}
