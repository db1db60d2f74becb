import type { LeafKind } from '../../tree/vocabulary';
import { freeform } from './freeform';
import { grounded } from './grounded';
import { knowledge } from './knowledge';

/** Every pipeline, by the kind of leaf that runs through it. Adding one: a file beside this one, and its line here. */
export const pipelines = { freeform, grounded, knowledge } as const satisfies Record<LeafKind, unknown>;
