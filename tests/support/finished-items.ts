import type { Database } from '@/prisma/client';
import type { NearDuplicates } from '@/taxonomy/generation/contract';
import { failItem } from '@/taxonomy/generation/engine/end-item';
import { finishItem } from '@/taxonomy/generation/engine/finish-item';
import { startRun } from '@/taxonomy/generation/runs/start-run';
import { claim } from '@/taxonomy/jobs/queue';
import { revisionOf } from './factories';
import { actor, requestOf } from './generation-factories';

type Row = { question: string; context?: string | null };

const input = { seedIds: ['s1'], chunkId: null, count: 1, round: 0 };

const scores = [
  { step: 'judge-question', label: 'Question', score: 1, scale: '0 to 1', explanation: 'Clear.', callKey: 'one' },
  { step: 'judge-pair', label: 'Answer', score: null, scale: 'yes or no', explanation: '', callKey: 'two' },
];

/**
 * Claimed items of a new run over skill leaves, which are taken in turn: each can be finished with any rows, or fail, at
 * any time.
 *
 * @param run.items Of each leaf.
 */
export async function claimItems(
  db: Database,
  run: { leafIds: string[]; teacherId: string; items: number; nearDuplicates?: NearDuplicates },
) {
  const { leafIds, teacherId, items, nearDuplicates = null } = run;
  const request = requestOf(teacherId, leafIds, { target: items, nearDuplicates });
  const { id: runId } = await startRun(db, actor, request);
  const { taxonomyId } = await db.run.findUniqueOrThrow({ where: { id: runId } });
  const jobs = await claim(db, {
    kinds: ['generate-item'],
    owner: 'me',
    groupId: runId,
    limit: items * leafIds.length,
  });
  const itemOf = async (place: number) => ({
    ...(await db.runItem.findUniqueOrThrow({ where: { id: jobs[place]!.id } })),
    input,
  });
  const finish = async (place: number, ...rows: Row[]) => {
    const item = await itemOf(place);
    const kept = rows.map(({ question, context = null }, i) => ({
      row: { context, question, answer: `An answer to ${question}`, documentVariant: null, scores, calls: [] },
      path: `0.0.${i}`,
    }));
    const written = {
      step: 'write-questions',
      ordinal: 0,
      entered: 1,
      made: kept.length,
      kept: kept.length,
      dropped: 0,
    };
    await finishItem(db, {
      item,
      job: jobs[place]!,
      kind: 'freeform',
      taxonomyId,
      isPractice: true,
      nearDuplicates,
      evaluationSets: [],
      pipelineVersion: 1,
      revisionId: await revisionOf(db, item.leafId),
      result: { kept, dropped: [], tallies: [written] },
    });
  };
  const fail = async (place: number) =>
    failItem(db, await itemOf(place), jobs[place]!, { kind: 'internal', message: 'It broke.' });
  const leafOf = async (place: number) => (await itemOf(place)).leafId;
  return { runId, finish, fail, leafOf };
}
