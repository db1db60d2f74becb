import { DomainError } from '../../errors';
import { leafKinds, type LeafKind } from '../../tree/vocabulary';
import type { ChosenPipelines } from '../contract';
import type { Pipeline } from './define-pipeline';
import { evolInstruct } from './evol-instruct';
import { freeform } from './freeform';
import { freeformSimple } from './freeform-simple';
import { grounded } from './grounded';
import { groundedSimple } from './grounded-simple';
import { knowledge, knowledgeFull, singleViews } from './knowledge';
import { knowledgeSimple } from './knowledge-simple';
import { selfInstruct } from './self-instruct';

/** All pipelines, the default of each kind first. To add one, write a file beside this one and add it here. */
export const pipelines: readonly Pipeline[] = [
  freeform,
  freeformSimple,
  grounded,
  groundedSimple,
  knowledge,
  knowledgeSimple,
  knowledgeFull,
  ...singleViews,
  selfInstruct,
  evolInstruct,
];

/** @throws DomainError `invalid` when this version of Seedleaf has no pipeline of that name. */
export function pipelineNamed(name: string): Pipeline {
  const found = pipelines.find((pipeline) => pipeline.name === name);
  if (!found) throw new DomainError('invalid', `This version of Seedleaf has no pipeline “${name}”. Start a new run.`);
  return found;
}

export const pipelinesFor = (kind: LeafKind): Pipeline[] => pipelines.filter(({ accepts }) => accepts.includes(kind));

/**
 * The pipeline of a leaf: the chosen one, or the default of its kind.
 *
 * @throws DomainError `invalid` when there is no such pipeline for this kind of leaf; lists those that there are.
 */
export function pipelineFor(kind: LeafKind, name?: string): Pipeline {
  const fitting = pipelinesFor(kind);
  const found = name === undefined ? fitting[0] : fitting.find((pipeline) => pipeline.name === name);
  if (found) return found;
  const names = fitting.map((pipeline) => pipeline.name).join(', ');
  throw new DomainError('invalid', `There is no pipeline “${name}” for ${kind} leaves. Choose one of these: ${names}.`);
}

/** @throws DomainError `invalid` when a chosen pipeline does not exist or does not fit its kind of leaf. */
export function refuseUnknown(chosen: ChosenPipelines): void {
  for (const kind of leafKinds) pipelineFor(kind, chosen[kind]);
}

/**
 * The choice that a list of names makes: each pipeline for its kind of leaf.
 *
 * @throws DomainError `invalid` when a name is unknown, or two are for the same kind.
 */
export function chosenByName(names: readonly string[]): ChosenPipelines {
  const chosen: ChosenPipelines = {};
  for (const name of names) {
    const found = pipelines.find((pipeline) => pipeline.name === name);
    if (!found) {
      const known = pipelines.map((pipeline) => pipeline.name).join(', ');
      throw new DomainError('invalid', `There is no pipeline “${name}”. Choose from these: ${known}.`);
    }
    for (const kind of found.accepts) {
      const other = chosen[kind];
      if (other !== undefined && other !== name) {
        throw new DomainError('invalid', `“${other}” and “${name}” are both for ${kind} leaves. Choose one of them.`);
      }
      chosen[kind] = name;
    }
  }
  return chosen;
}
