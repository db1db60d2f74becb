import { DomainError } from '../../errors';
import type { LeafKind } from '../../tree/vocabulary';
import type { Pipeline } from './define-pipeline';
import { freeform } from './freeform';
import { grounded } from './grounded';
import { knowledge } from './knowledge';

/** Every pipeline. Adding one: a file beside this one, and its place in this list. */
export const pipelines: readonly Pipeline[] = [freeform, grounded, knowledge];

/** @throws DomainError `invalid` when this version of Seedleaf has no pipeline of that name. */
export function pipelineNamed(name: string): Pipeline {
  const found = pipelines.find((pipeline) => pipeline.name === name);
  if (!found) throw new DomainError('invalid', `This version of Seedleaf has no pipeline “${name}”. Start a new run.`);
  return found;
}

/** The pipeline that a leaf goes through when nobody chooses another one. */
export function pipelineFor(kind: LeafKind): Pipeline {
  const found = pipelines.find(({ accepts }) => accepts.includes(kind));
  if (!found) throw new DomainError('invalid', `This version of Seedleaf has no pipeline for ${kind} leaves.`);
  return found;
}
