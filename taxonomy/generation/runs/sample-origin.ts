import type { Db } from '@/prisma/client';
import { getPassages } from '../../documents/passages';
import { DomainError } from '../../errors';
import type { JournalEntry, SampleOrigin } from '../contract-origin';
import { findImported, findOrigin, selectCalls, type Call, type OriginRow } from './repository-origin';
import { labelOf } from '../pipelines/step-labels';
import { sourcesOf, type TextSource } from '../prompt-texts/for-runs';

/**
 * Everything that made a sample: the run, the seeds and the passage, and every call behind it, with the messages sent
 * and the raw answer, in step order. Of an imported one, the file.
 *
 * @throws DomainError `not_found`
 */
export async function sampleOrigin(db: Db, sampleId: string): Promise<SampleOrigin> {
  const origin = await findOrigin(db, sampleId);
  const imported = origin ? null : await findImported(db, sampleId);
  if (imported) return { run: null, passage: null, calls: [], ...imported };
  if (!origin)
    throw new DomainError('not_found', 'There is no such sample. It may have been replaced by an equal one.');
  const { runId: id, seed, teacherName, isPractice, snapshot, pipeline, revisionId, chunkId, provenance } = origin;
  const { calls } = provenance;
  const passage = chunkId ? (await getPassages(db, [chunkId])).get(chunkId) : undefined;
  const ownOf = await ownTextsOf(db, origin);
  const found = new Map(
    (
      await selectCalls(
        db,
        calls.map(({ key }) => key),
      )
    ).map((call) => [call.key, call]),
  );
  return {
    imported: null,
    run: { id, seed, teacherName, model: snapshot.teacher.model, isPractice },
    provenance: { ...provenance, pipeline, revisionId, chunkId },
    passage: passage ? { document: passage.document, headings: passage.headings, text: passage.text } : null,
    calls: calls.flatMap(({ key }) => {
      const call = found.get(key);
      return call ? [toEntry(call, pipeline, ownOf.get(call.prompt))] : [];
    }),
  };
}

/** The own texts that the sample's calls were asked with, by prompt: those of its leaf go before the taxonomy's. */
async function ownTextsOf(db: Db, { prompts, promptTexts }: OriginRow): Promise<Map<string, TextSource>> {
  const ids = new Map([
    ...prompts.flatMap(({ name, own }): [string, string][] => (own ? [[name, own.id]] : [])),
    ...Object.entries(promptTexts),
  ]);
  const sources = ids.size > 0 ? await sourcesOf(db, [...ids.values()]) : new Map<string, TextSource>();
  return new Map(
    [...ids].flatMap(([name, id]) => {
      const source = sources.get(id);
      return source ? [[name, source]] : [];
    }),
  );
}

const toEntry = ({ request, ...call }: Call, pipeline: string, own: TextSource | undefined): JournalEntry => ({
  ...call,
  ...request,
  own: own ?? null,
  stepLabel: labelOf(pipeline, call.step),
});
