/** Sizes as EMR Serverless has them: whole vCPU, and whole GB of memory and disk. */

export interface Size {
  readonly cpu: number;
  readonly memory: number;
  readonly disk: number;
}

interface SizeText {
  readonly cpu: string;
  readonly memory: string;
  readonly disk: string;
}

/** "4vCPU" and "4 vCPU" are 4. */
export function sizeOf({ cpu, memory, disk }: SizeText): Size {
  return { cpu: Number.parseInt(cpu, 10), memory: Number.parseInt(memory, 10), disk: Number.parseInt(disk, 10) };
}

/** In the form that AWS gives back. */
export function sizeText({ cpu, memory, disk }: Size): SizeText {
  return { cpu: `${cpu} vCPU`, memory: `${memory} GB`, disk: `${disk} GB` };
}

export interface Workers {
  readonly cpu: number;
  /** GB of memory, from, to, and in steps of. */
  readonly least: number;
  readonly most: number;
  readonly step: number;
}

/** Source: EMR Serverless user guide, "Understanding application behavior", supported worker configurations. */
export const WORKERS: readonly Workers[] = [
  { cpu: 1, least: 2, most: 8, step: 1 },
  { cpu: 2, least: 4, most: 16, step: 1 },
  { cpu: 4, least: 8, most: 30, step: 1 },
  { cpu: 8, least: 16, most: 60, step: 4 },
  { cpu: 16, least: 32, most: 120, step: 8 },
];

/** GB, of any worker. Same source. */
export const WORKER_DISK = { least: 20, most: 200 } as const;
