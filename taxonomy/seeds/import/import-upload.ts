import type { Database } from '@/prisma/client';
import type { Actor } from '../../accounts/contract';
import { importTaxonomy, type ImportResult } from './import-taxonomy';
import { receiveUpload } from './receive-upload';

/** Imports a browser's upload. Its temporary files are always removed. */
export async function importUpload(
  db: Database,
  actor: Actor,
  upload: {
    taxonomyId: string;
    isDryRun: boolean;
    body: AsyncIterable<Uint8Array> | null;
    contentType: string;
    /** Folder for uploads while they are read. */
    workDir: string;
  },
): Promise<ImportResult> {
  const { files, skip, shownName, remove } = await receiveUpload(upload);
  try {
    return await importTaxonomy(db, actor, { ...upload, files, shownName, choice: { skip } });
  } finally {
    await remove();
  }
}
