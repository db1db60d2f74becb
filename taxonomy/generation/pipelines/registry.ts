import { DomainError } from '../../errors';
import type { LeafKind } from '../../tree/vocabulary';
import type { Pipeline } from './define-pipeline';
import { freeform } from './freeform';
import { grounded } from './grounded';
import { knowledge } from './knowledge';

/** All pipelines. To add one, write a file beside this one and add it here. */
export const pipelines: readonly Pipeline[] = [freeform, grounded, knowledge];

/** @throws DomainError `invalid` when this version of Seedleaf has no pipeline of that name. */
export function pipelineNamed(name: string): Pipeline {
  const found = pipelines.find((pipeline) => pipeline.name === name);
  if (!found) throw new DomainError('invalid', `This version of Seedleaf has no pipeline “${name}”. Start a new run.`);
  return found;
}

/** The default pipeline of a leaf. */
export function pipelineFor(kind: LeafKind): Pipeline {
  const found = pipelines.find(({ accepts }) => accepts.includes(kind));
  if (!found) throw new DomainError('invalid', `This version of Seedleaf has no pipeline for ${kind} leaves.`);
  return found;
}
