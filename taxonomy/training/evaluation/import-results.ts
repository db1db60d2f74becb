import { createHash } from 'node:crypto';
import type { Database } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { stripUnstorable } from '../../text';
import type { ImportedFile, ImportOutcome, ModelRequest } from '../contract';
import { readResults } from './read-results';
import { findImportOf, holdModel, insertImport, markRemoved } from './repository';
import type { ReadResults } from './result';

type GivenFile = { name: string; read: () => Promise<Buffer> };
type ReadFile = { fileName: string; fileHash: string; read: ReadResults };

export type ImportRequest = {
  taxonomyId: string;
  model: ModelRequest;
  /** Read one after the other; only their results stay in memory. */
  files: readonly GivenFile[];
  judgedModel?: string | undefined;
};

/**
 * Stores the results in files as those of one model: all of them, or none when one cannot be read. A file that was
 * imported for the model before changes nothing.
 *
 * @throws DomainError `invalid`, naming the file and the place in it.
 */
export async function importResults(db: Database, actor: Actor, request: ImportRequest): Promise<ImportOutcome> {
  const { taxonomyId, model, files, judgedModel } = request;
  if (model.base === model.name) throw new DomainError('invalid', `${model.name} cannot be its own base model.`);
  const read: ReadFile[] = [];
  for (const file of files) read.push(await readFile(file, judgedModel));
  return db.$transaction(async (tx) => {
    const modelId = await holdModel(tx, taxonomyId, model);
    const imported: ImportedFile[] = [];
    for (const file of read) {
      const { fileName, fileHash, read: found } = file;
      const known = await findImportOf(tx, modelId, fileHash);
      const importId = known ?? (await insertImport(tx, { modelId, ...file, importedById: actor.id }));
      const { source, results, errorRate, warnings } = found;
      imported.push({
        fileName,
        importId,
        source,
        results: results.length,
        errorRate,
        isKnown: known !== null,
        warnings,
      });
      if (known === null) continue;
      imported
        .at(-1)
        ?.warnings.push(`${fileName} was imported for ${model.name} before (SHA-256 ${fileHash.slice(0, 12)}…).`);
    }
    const added = imported.filter(({ isKnown }) => !isKnown);
    if (added.length > 0) {
      await recordAudit(tx, {
        actorId: actor.id,
        action: 'evaluation.import',
        subjectType: 'model',
        subjectId: modelId,
        detail: { model: model.name, files: added.map(({ fileName, results }) => ({ fileName, results })) },
      });
    }
    return { modelId, model: model.name, files: imported };
  });
}

async function readFile({ name, read }: GivenFile, judgedModel: string | undefined): Promise<ReadFile> {
  const bytes = await read();
  const text = textOf(bytes, name);
  const found = readResults(text, name, judgedModel);
  const fileHash = createHash('sha256').update(bytes).digest('hex');
  return { fileName: name, fileHash, read: storable(found) };
}

function textOf(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DomainError('invalid', `${name} is not text in UTF-8.`, { cause });
  }
}

/** Names of tasks and models come from other tools; nobody can correct them here. */
const storable = (read: ReadResults): ReadResults => ({
  ...read,
  sourceModel: read.sourceModel === null ? null : stripUnstorable(read.sourceModel).slice(0, 300),
  results: read.results.map((result) => ({
    ...result,
    task: stripUnstorable(result.task),
    metric: stripUnstorable(result.metric),
    filter: stripUnstorable(result.filter),
  })),
});

/**
 * Takes an import with all its results out of every table. What it was stays in the audit log.
 *
 * @throws DomainError `not_found`
 */
export async function removeImport(
  db: Database,
  actor: Actor,
  { taxonomyId, importId }: { taxonomyId: string; importId: string },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const removed = await markRemoved(tx, { taxonomyId, importId, removedById: actor.id });
    if (!removed) throw new DomainError('not_found', 'There is no such import, or it was removed. Reload the page.');
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'evaluation.remove',
      subjectType: 'evaluation_import',
      subjectId: importId,
      detail: removed,
    });
  });
}
