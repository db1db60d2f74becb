import { v7 as newId } from 'uuid';
import type { KnowledgeSeed, LeafContent, SkillSeed } from '@/taxonomy/seeds/contract';
import { questionsWanted } from '@/taxonomy/seeds/vocabulary';
import type { Seed } from './leaf-units';

/** Changes the list of seeds of any kind of leaf. */
function withSeeds(content: LeafContent, change: <T extends { id: string }>(seeds: readonly T[]) => T[]): LeafContent {
  return content.kind === 'knowledge'
    ? { ...content, seeds: change(content.seeds) }
    : { ...content, seeds: change(content.seeds) };
}

/** Adds a seed of the leaf's kind at the end, empty except for its context, and returns its id. */
export function addSeed(
  content: LeafContent,
  id: string = newId(),
  passage = '',
): { content: LeafContent; id: string } {
  if (content.kind === 'knowledge') {
    const questionsAndAnswers = Array.from({ length: questionsWanted }, () => ({ question: '', answer: '' }));
    return { content: { ...content, seeds: [...content.seeds, { id, context: passage, questionsAndAnswers }] }, id };
  }
  const context = content.kind === 'grounded' ? '' : null;
  return { content: { ...content, seeds: [...content.seeds, { id, context, question: '', answer: '' }] }, id };
}

/** Moves a seed by a number of places, at most to the ends. */
export const moveSeed = (content: LeafContent, id: string, by: number): LeafContent =>
  withSeeds(content, (seeds) => {
    const from = seeds.findIndex((seed) => seed.id === id);
    const to = Math.min(seeds.length - 1, Math.max(0, from + by));
    const rest = seeds.filter((seed) => seed.id !== id);
    return [...rest.slice(0, to), ...seeds.filter((seed) => seed.id === id), ...rest.slice(to)];
  });

export const removeSeed = (content: LeafContent, id: string): LeafContent =>
  withSeeds(content, (seeds) => seeds.filter((seed) => seed.id !== id));

/** Puts a removed seed back in its old place, or at the end if the list is shorter now. */
export function putSeedBack(content: LeafContent, seed: Seed, place: number): LeafContent {
  if (content.seeds.some((each) => each.id === seed.id)) return content;
  if (content.kind === 'knowledge') {
    return 'questionsAndAnswers' in seed ? { ...content, seeds: content.seeds.toSpliced(place, 0, seed) } : content;
  }
  return 'questionsAndAnswers' in seed ? content : { ...content, seeds: content.seeds.toSpliced(place, 0, seed) };
}

export function changeSkillSeed(content: LeafContent, id: string, change: (seed: SkillSeed) => SkillSeed): LeafContent {
  if (content.kind === 'knowledge') return content;
  return { ...content, seeds: content.seeds.map((seed) => (seed.id === id ? change(seed) : seed)) };
}

export function changeKnowledgeSeed(
  content: LeafContent,
  id: string,
  change: (seed: KnowledgeSeed) => KnowledgeSeed,
): LeafContent {
  if (content.kind !== 'knowledge') return content;
  return { ...content, seeds: content.seeds.map((seed) => (seed.id === id ? change(seed) : seed)) };
}

/** Changes between the two kinds of skill; contexts stay, so that changing back loses nothing. */
export function changeSkillKind(content: LeafContent, kind: 'freeform' | 'grounded'): LeafContent {
  if (content.kind === 'knowledge') return content;
  const seeds =
    kind === 'grounded' ? content.seeds.map((seed) => ({ ...seed, context: seed.context ?? '' })) : content.seeds;
  return { ...content, kind, seeds };
}

/** The leaf as it is sent: without the empty lines that remain while a list of patterns is typed. */
export function tidied(content: LeafContent): LeafContent {
  if (content.kind !== 'knowledge' || !content.document) return content;
  const patterns = content.document.patterns.map((pattern) => pattern.trim()).filter((pattern) => pattern !== '');
  return { ...content, document: { ...content.document, patterns } };
}
