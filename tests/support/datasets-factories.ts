import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { withReplayShare } from '@/taxonomy/datasets/vocabulary-phases';
import { publishJob } from '@/taxonomy/datasets/job';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { loadVersion } from '@/taxonomy/datasets/versions';
import type { Recipe } from '@/taxonomy/datasets/contract-recipe';
import type { JobHandler } from '@/taxonomy/jobs/job-handler';
import { claim } from '@/taxonomy/jobs/queue';
import { makeKnowledgeLeaf } from './documents-factories';
import { makeLeaf, makeRun, makeSample, makeTaxonomy } from './factories';

type Mix = { short?: number; long?: number; skills?: number };

/**
 * A taxonomy with a knowledge leaf and a skill leaf with these numbers of approved samples, and one pending sample
 * each.
 */
export async function makeApproved(db: Database, { short = 0, long = 0, skills = 0 }: Mix) {
  const taxonomy = await makeTaxonomy(db);
  const knowledge = await makeKnowledgeLeaf(db, undefined, taxonomy);
  const skill = await makeLeaf(db, { taxonomyId: taxonomy.id, parentId: taxonomy.branches.compositional_skills });
  const runId = (await makeRun(db, taxonomy.id)).id;
  const facts = { leaf: knowledge, runId, kind: 'knowledge', context: 'Birds sing.', status: 'approved' } as const;
  for (let i = 0; i < short; i += 1) await makeSample(db, { ...facts, question: `Short ${i}?`, answerTokens: 10 });
  for (let i = 0; i < long; i += 1) await makeSample(db, { ...facts, question: `Long ${i}?`, answerTokens: 500 });
  for (let i = 0; i < skills; i += 1) {
    await makeSample(db, { leaf: skill, runId, status: 'approved', question: `Skill ${i}?` });
  }
  await makeSample(db, { leaf: skill, runId, question: 'Pending?' });
  await makeSample(db, { leaf: knowledge, runId, question: 'Rejected?', kind: 'knowledge', status: 'rejected' });
  return { taxonomyId: taxonomy.id, knowledge, skill, runId };
}

/** Does a worker's part on the jobs of a group, until there are none. */
export async function work(db: Database, handler: JobHandler, groupId: string, signal = new AbortController().signal) {
  for (;;) {
    const [job] = await claim(db, { kinds: [handler.kind], owner: 'test', limit: 1, groupId });
    if (!job) return;
    try {
      await handler.run(job, { db, signal });
    } catch (error) {
      await handler.giveUp(job, error as Error, { db, signal });
    }
  }
}

/** The phases of the model card that replay a share of each earlier phase. */
export const replaying = (share: number) => ({ phases: withReplayShare(defaultRecipe.phases, share) });

/** A version of the approved samples, with its rows. */
export async function makeVersion(db: Database, taxonomyId: string, recipe: Partial<Recipe> = {}, name = 'birds') {
  // Many tests need a second version with the same rows.
  const request = { requestKey: uuid(), name, recipe: { ...defaultRecipe, ...recipe }, evenIfSame: true };
  const { id } = await publishVersion(db, commandLine, taxonomyId, request);
  await work(db, publishJob, id);
  return loadVersion(db, id);
}
