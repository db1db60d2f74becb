import path from 'node:path';
import { z } from 'zod';
import { handle } from '@/app/api/handle';
import { Id } from '@/taxonomy/contract';
import { addUploadedDocuments } from '@/taxonomy/documents/add-uploaded-documents';
import { ImportReport } from '@/taxonomy/seeds/contract';
import { installStarter } from '@/taxonomy/seeds/install-starter';

export const POST = handle({
  access: 'curator',
  params: z.object({ taxonomyId: Id }),
  response: ImportReport,
  run: ({ db, actor, params: { taxonomyId } }) => {
    const folder = path.join(/* turbopackIgnore: true */ process.cwd(), 'taxonomy', 'starter');
    const addDocument = (document: { leafId: string; name: string; bytes: Uint8Array }) =>
      addUploadedDocuments(db, { actor, ...document });
    return installStarter(db, actor, { taxonomyId, folder, addDocument });
  },
});
