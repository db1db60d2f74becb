import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Db } from '@/prisma/client';
import type { ImportReport } from '../contract';
import { getLeaf } from '../leaf';
import { ATTRIBUTION } from './source';

export type AddDocument = (document: { leafId: string; name: string; bytes: Uint8Array }) => Promise<unknown>;

const MAX_DOCUMENTS = 100;

/**
 * Adds the documents that lie beside a qna.yaml to knowledge leaves without a repository. Leaves that already have
 * documents are skipped, so that this can be called again after it was interrupted.
 *
 * @param addDocument Passed in, since taxonomy/documents depends on this folder and not the other way round.
 */
export async function addDocumentsBeside(
  db: Db,
  { report, folder, addDocument }: { report: ImportReport; folder: string; addDocument: AddDocument },
): Promise<void> {
  for (const { file, kind, nodeId } of report.leaves) {
    if (kind !== 'knowledge' || nodeId === null) continue;
    const { content, documentCount } = await getLeaf(db, nodeId);
    if (content.kind !== 'knowledge' || content.document !== null || documentCount > 0) continue;
    const place = path.join(folder, path.dirname(file));
    const isThere = await stat(place).then(
      (found) => found.isDirectory(),
      () => false,
    );
    const entries = isThere ? await readdir(place, { withFileTypes: true }) : [];
    const names = entries.filter((entry) => entry.isFile() && isDocument(entry.name)).map((entry) => entry.name);
    for (const name of names.sort().slice(0, MAX_DOCUMENTS)) {
      await addDocument({ leafId: nodeId, name, bytes: await readFile(path.join(place, name)) });
    }
  }
}

const isDocument = (name: string) => /\.(?:md|txt)$/.test(name) && name !== ATTRIBUTION && name !== 'README.md';
