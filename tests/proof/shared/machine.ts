import os from 'node:os';
import { z } from 'zod';

/** The machine of a proof, without anything that names it. */
export const Machine = z.object({
  cores: z.int(),
  ramGb: z.int(),
  cpu: z.string(),
  system: z.string(),
  node: z.string(),
});
export type Machine = z.infer<typeof Machine>;

export function thisMachine(): Machine {
  const cpus = os.cpus();
  return {
    cores: cpus.length,
    ramGb: Math.round(os.totalmem() / 2 ** 30),
    cpu: (cpus[0]?.model ?? 'unknown processor').replaceAll(/\s+/g, ' ').trim(),
    system: `${os.type()} on ${os.arch()}`,
    node: process.version,
  };
}

export const machineInWords = ({ cores, ramGb, cpu, system, node }: Machine): string =>
  `${cpu}, ${cores} cores, ${ramGb} GB of memory, ${system}, Node ${node.replace(/^v/, '')}`;
