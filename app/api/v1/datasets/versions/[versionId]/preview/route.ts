import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { previewExport } from '@/taxonomy/datasets/preview-export';

export const GET = handle(endpoints.previewExport, ({ db, params, query }) =>
  previewExport(db, params.versionId, query),
);
