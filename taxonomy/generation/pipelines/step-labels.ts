import { filters } from '../filters/filters';
import { pipelines } from './registry';

const labels = new Map<string, string>([
  ...filters.map(({ name, label }): [string, string] => [name, label]),
  ...pipelines.flatMap((pipeline) =>
    pipeline.steps.map((step): [string, string] => [`${pipeline.name}:${step.name}`, step.label]),
  ),
]);

/** The label of a step on screens; its name when the run is older than the current pipelines. */
export const labelOf = (pipeline: string, step: string): string =>
  labels.get(`${pipeline}:${step}`) ?? labels.get(step) ?? step;
