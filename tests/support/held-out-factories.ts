import { createHash } from 'node:crypto';
import type { Database } from '@/prisma/client';
import { makeKnowledgeLeaf } from './documents-factories';
import { makeLeaf, makeRun, makeSample, makeTaxonomy } from './factories';

/** Words like no others, so that rows with them can be held out. */
export const wordsOf = (key: string, count = 6): string =>
  (createHash('sha512').update(key).digest('hex').match(/.{5}/g) ?? []).slice(0, count).join(' ');

type Place = { leaf: { id: string; taxonomyId: string }; runId: string };

/** An approved sample of its own passage or seed, named by `seed`. */
export async function makeFrom(
  db: Database,
  { leaf, runId }: Place,
  { seed, ...texts }: { seed: string; question: string; answer: string; context?: string; kind?: 'knowledge' },
) {
  const sample = await makeSample(db, { leaf, runId, status: 'approved', ...texts });
  await db.sample.update({
    where: { id: sample.id },
    data: { provenance: { pipelineVersion: 1, seedIds: [seed], documentVariant: null, calls: [] } },
  });
  return sample;
}

/**
 * A taxonomy with a leaf of knowledge, three questions about each of `passages` passages, and a leaf of skills with a
 * question from each of `skills` seeds. Nothing in it is like anything else.
 */
export async function makeHoldable(db: Database, { passages = 12, skills = 12 } = {}) {
  const taxonomy = await makeTaxonomy(db);
  const knowledge = await makeKnowledgeLeaf(db, undefined, taxonomy);
  const skill = await makeLeaf(db, { taxonomyId: taxonomy.id, parentId: taxonomy.branches.compositional_skills });
  const runId = (await makeRun(db, taxonomy.id)).id;
  for (let i = 0; i < passages; i += 1)
    for (let j = 0; j < 3; j += 1)
      await makeFrom(
        db,
        { leaf: knowledge, runId },
        {
          seed: `passage ${i}`,
          kind: 'knowledge',
          context: `Passage ${i}: ${wordsOf(`passage ${i}`, 9)}.`,
          question: `${wordsOf(`question ${i} ${j}`)}?`,
          answer: wordsOf(`answer ${i} ${j}`, 4),
        },
      );
  for (let i = 0; i < skills; i += 1)
    await makeFrom(
      db,
      { leaf: skill, runId },
      { seed: `seed ${i}`, question: `${wordsOf(`skill ${i}`)}?`, answer: wordsOf(`done ${i}`, 5) },
    );
  return { taxonomyId: taxonomy.id, knowledge, skill, runId };
}
