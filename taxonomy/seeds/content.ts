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

/** The content of a new leaf. */
export function emptyContent(kind: LeafKind, createdBy: string): LeafContent {
  const common = { createdBy, attribution: noAttribution, seeds: [] };
  if (kind === 'knowledge') return { kind, ...common, domain: '', documentOutline: '', document: null };
  return { kind, ...common, taskDescription: '' };
}

/** Knowledge leaves belong in the knowledge branch; both kinds of skill fit the other two. */
export const fitsBranch = (kind: LeafKind, branch: Branch): boolean =>
  (kind === 'knowledge') === (branch === 'knowledge');

/**
 * SHA-256 of a leaf's content: JSON with sorted keys, without the ids of seeds. Leaves with equal content have the same
 * hash, however their YAML was formatted.
 */
export function contentHash(content: LeafContent): string {
  const seeds = content.seeds.map((seed) => ({ ...seed, id: undefined }));
  return createHash('sha256')
    .update(canonicalJson({ ...content, seeds }))
    .digest('hex');
}

/** JSON with the keys of every object sorted by code unit. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
