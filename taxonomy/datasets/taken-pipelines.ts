import { baselineNames } from '../generation/vocabulary-pipelines';
import type { PipelineCount } from './contract';
import type { Selection } from './contract-recipe';

/** Which pipelines' samples a version takes: those in `only`, or all when it is empty, but none in `never`. */
export const takenPipelines = ({ pipelines }: Pick<Selection, 'pipelines'>): { only: string[]; never: string[] } =>
  pipelines.length === 0 ? { only: [], never: baselineNames } : { only: pipelines, never: [] };

/** What a selection takes of approved samples, counted by pipeline; sorted by name. */
export function pipelineCounts(
  rowsOf: ReadonlyMap<string, number>,
  selection: Pick<Selection, 'pipelines'>,
): PipelineCount[] {
  const { only, never } = takenPipelines(selection);
  const isTaken = (name: string) => (only.length === 0 || only.includes(name)) && !never.includes(name);
  return [...new Set([...rowsOf.keys(), ...only])]
    .toSorted()
    .map((name) => ({ name, rows: rowsOf.get(name) ?? 0, isTaken: isTaken(name) }));
}

/** Samples that are left out because of their pipeline. */
export const countLeftOut = (counts: readonly PipelineCount[]): number =>
  counts.reduce((sum, { rows, isTaken }) => (isTaken ? sum : sum + rows), 0);
