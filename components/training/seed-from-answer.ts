import type { LeafContent, LeafDetail } from '@/taxonomy/seeds/contract';
import { draftKey, flushDrafts, readDraft, writeDraft } from '../seeds/drafts';
import { addSeed, changeKnowledgeSeed, changeSkillSeed } from '../seeds/edit-leaf';

/** A question with the answer that a model gave. */
export type Answered = { question: string; answer: string };

/** A leaf with one more seed, to be checked and completed by a person. */
export function withSeedOf(before: LeafContent, { question, answer }: Answered): LeafContent {
  const { content, id } = addSeed(before);
  return content.kind === 'knowledge'
    ? changeKnowledgeSeed(content, id, (seed) => ({
        ...seed,
        questionsAndAnswers: [{ question, answer }, ...seed.questionsAndAnswers.slice(1)],
      }))
    : changeSkillSeed(content, id, (seed) => ({ ...seed, question, answer }));
}

/** Adds the seed to a person's draft of a leaf, after whatever they have changed there and not saved. */
export function draftSeed(personId: string, leaf: LeafDetail, answered: Answered): void {
  const key = draftKey(personId, leaf.nodeId);
  const now = readDraft(key) ?? { content: leaf.content, base: leaf.content, baseVersion: leaf.version };
  writeDraft(key, { ...now, content: withSeedOf(now.content, answered), at: new Date().toISOString() });
  flushDrafts();
}
