import path from 'node:path';
import { handle } from '@/app/api/handle';
import { addUploadedDocuments } from '@/taxonomy/documents/add-uploaded-documents';
import * as endpoints from '@/taxonomy/seeds/endpoints';
import { installStarter } from '@/taxonomy/seeds/install-starter';

export const POST = handle(endpoints.addStarter, ({ db, actor, params: { taxonomyId } }) => {
  const folder = path.join(/* turbopackIgnore: true */ process.cwd(), 'taxonomy', 'starter');
  const addDocument = (document: { leafId: string; name: string; bytes: Uint8Array }) =>
    addUploadedDocuments(db, { actor, ...document });
  return installStarter(db, actor, { taxonomyId, folder, addDocument });
});
