import { handle } from '@/app/api/handle';
import { dismissUpload } from '@/taxonomy/documents/documents';
import * as endpoints from '@/taxonomy/documents/endpoints';

export const DELETE = handle(endpoints.dismissUpload, async ({ db, params: { nodeId, sourceId } }) => {
  await dismissUpload(db, { leafId: nodeId, sourceId });
  return {};
});
