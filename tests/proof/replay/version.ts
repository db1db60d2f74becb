import { randomUUID } from 'node:crypto';
import type { Database } from '@/prisma/client';
import type { PhaseRule } from '@/taxonomy/datasets/contract-recipe';
import { replayPhase } from '@/taxonomy/datasets/vocabulary-phases';
import { makeVersion } from '../../support/datasets-factories';
import { makeLeaf, makeRun, makeTaxonomy, revisionOf } from '../../support/factories';
import { makeKnowledgeLeaf } from '../../support/documents-factories';
import type { Pair } from './world';

const TEST_SHARE = 0.15;

/** A taxonomy with a leaf of knowledge and a leaf for each skill, and these pairs as approved samples. */
export async function makeSamples(db: Database, knowledge: Pair[], skills: Record<string, Pair[]>): Promise<string> {
  const { id: taxonomyId, branches } = await makeTaxonomy(db);
  const runId = (await makeRun(db, taxonomyId)).id;
  const towns = await makeKnowledgeLeaf(db, undefined, { id: taxonomyId, branches });
  await insert(db, { taxonomyId, leafId: towns.id, runId, kind: 'knowledge' }, knowledge);
  for (const [skill, pairs] of Object.entries(skills)) {
    const leaf = await makeLeaf(db, { taxonomyId, parentId: branches.compositional_skills, name: skill });
    await insert(db, { taxonomyId, leafId: leaf.id, runId, kind: 'freeform' }, pairs);
  }
  return taxonomyId;
}

type Place = { taxonomyId: string; leafId: string; runId: string; kind: 'knowledge' | 'freeform' };

async function insert(db: Database, { leafId, kind, ...place }: Place, pairs: readonly Pair[]): Promise<void> {
  const revisionId = await revisionOf(db, leafId);
  await db.sample.createMany({
    data: pairs.map(({ group, question, answer }, itemOrdinal) => ({
      ...place,
      id: randomUUID(),
      leafId,
      itemId: randomUUID(),
      itemOrdinal,
      pipeline: kind,
      revisionId,
      status: 'approved',
      kind,
      question,
      answer,
      dedupeHash: question,
      answerTokens: answer.split(' ').length,
      isPractice: true,
      // The group is a seed's, so that splits do not part it.
      provenance: { pipelineVersion: 1, seedIds: [group], documentVariant: null, calls: [] },
    })),
  });
}

/** Knowledge, then skills that repeat a share of the knowledge rows. Whole groups are held out for the test split. */
export function publish(db: Database, taxonomyId: string, { seed, replay }: { seed: string; replay: number }) {
  const rest = { scope: [], learns: 'answers' as const, replay: [] };
  const phases: PhaseRule[] = [
    { ...rest, key: 'knowledge', name: 'Knowledge', takes: ['knowledge_short', 'knowledge_long'] },
    {
      ...rest,
      key: 'skills',
      name: 'Skills',
      takes: ['foundational_short', 'foundational_long', 'compositional'],
      replay: replay > 0 ? [replayPhase('knowledge', { amount: { of: 'fraction', value: replay } })] : [],
    },
  ];
  const recipe = { phases, seed, systemPrompt: '', splits: { validation: 0, test: TEST_SHARE } };
  return makeVersion(db, taxonomyId, recipe, `replay-${replay}`);
}
