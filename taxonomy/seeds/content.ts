import { createHash } from 'node:crypto';
import type { Branch, LeafKind } from '../tree/vocabulary';
import type { Attribution, LeafContent } from './contract';

export const noAttribution: Attribution = {
  titleOfWork: '',
  linkToWork: '',
  revision: '',
  licenseOfTheWork: '',
  creatorNames: '',
};

/** A leaf that nobody has written yet. */
export function emptyContent(kind: LeafKind, createdBy: string): LeafContent {
  const common = { createdBy, attribution: noAttribution, seeds: [] };
  if (kind === 'knowledge') return { kind, ...common, domain: '', documentOutline: '', document: null };
  return { kind, ...common, taskDescription: '' };
}

/** Knowledge stands in its own branch; the two kinds of skill in either of the others. */
export const fitsBranch = (kind: LeafKind, branch: Branch): boolean =>
  (kind === 'knowledge') === (branch === 'knowledge');

/**
 * SHA-256 of what a leaf says: JSON with sorted keys, without the ids of seeds. Two leaves that say the same have
 * the same hash, whoever wrote them and however their YAML was folded.
 */
export function contentHash(content: LeafContent): string {
  const seeds = content.seeds.map((seed) => ({ ...seed, id: undefined }));
  return createHash('sha256')
    .update(canonicalJson({ ...content, seeds }))
    .digest('hex');
}

/** JSON with the keys of every object in the order of their code units. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
