import { fileDownload } from '@/app/api/file-download';
import { handle } from '@/app/api/handle';
import { recordDownload } from '@/taxonomy/datasets/record-download';
import { openEvaluationSetZip } from '@/taxonomy/training/evaluation-set/write-set';
import * as endpoints from '@/taxonomy/training/endpoints-evaluation-set';

export const GET = handle(endpoints.downloadEvaluationSet, async ({ db, actor, params: { versionId }, request }) => {
  const { name, stream } = await openEvaluationSetZip(db, versionId);
  if (request.method !== 'HEAD') await recordDownload(db, actor, { versionId, name });
  return fileDownload({ request, file: { name }, stream, type: 'application/zip' });
});
