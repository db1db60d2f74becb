import type { Database } from '@/prisma/client';
import type { Actor } from '../accounts/contract';
import type { ImportReport } from './contract';
import { addDocumentsBeside, type AddDocument } from './import/documents-beside';
import { documentsCame } from './import/imports';
import { importTaxonomy } from './import/import-taxonomy';
import { readFolder } from './import/read-folder';

/**
 * Imports the sample taxonomy with its document. Importing it again only adds what is missing; leaves that were edited
 * stay as they are.
 *
 * @param folder The path of taxonomy/starter.
 */
export async function installStarter(
  db: Database,
  actor: Actor,
  { taxonomyId, folder, addDocument }: { taxonomyId: string; folder: string; addDocument: AddDocument },
): Promise<ImportReport> {
  const files = await readFolder(folder);
  const source = { taxonomyId, files, shownName: 'the sample taxonomy', isDryRun: false, keepExisting: true };
  const { report } = await importTaxonomy(db, actor, source);
  await addDocumentsBeside(db, { report, folder, addDocument });
  await documentsCame(db, report);
  return report;
}
