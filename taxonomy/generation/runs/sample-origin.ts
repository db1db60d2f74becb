import type { Db } from '@/prisma/client';
import { getPassages } from '../../documents/passages';
import { DomainError } from '../../errors';
import type { JournalEntry, SampleOrigin } from '../contract-origin';
import { findOrigin, selectCalls, type Call } from './repository-origin';
import { labelOf } from '../pipelines/step-labels';

/**
 * Everything that made a sample: the run, the seeds and the passage, and every call behind it, with the messages sent
 * and the raw answer, in step order.
 *
 * @throws DomainError `not_found`
 */
export async function sampleOrigin(db: Db, sampleId: string): Promise<SampleOrigin> {
  const origin = await findOrigin(db, sampleId);
  if (!origin)
    throw new DomainError('not_found', 'There is no such sample. It may have been replaced by an equal one.');
  const { runId: id, seed, teacherName, isPractice, snapshot, pipeline, revisionId, chunkId, provenance } = origin;
  const { calls } = provenance;
  const passage = chunkId ? (await getPassages(db, [chunkId])).get(chunkId) : undefined;
  const found = new Map(
    (
      await selectCalls(
        db,
        calls.map(({ key }) => key),
      )
    ).map((call) => [call.key, call]),
  );
  return {
    run: { id, seed, teacherName, model: snapshot.teacher.model, isPractice },
    provenance: { ...provenance, pipeline, revisionId, chunkId },
    passage: passage ? { document: passage.document, headings: passage.headings, text: passage.text } : null,
    calls: calls.flatMap(({ key }) => {
      const call = found.get(key);
      return call ? [toEntry(call, pipeline)] : [];
    }),
  };
}

const toEntry = ({ request, ...call }: Call, pipeline: string): JournalEntry => ({
  ...call,
  ...request,
  stepLabel: labelOf(pipeline, call.step),
});
