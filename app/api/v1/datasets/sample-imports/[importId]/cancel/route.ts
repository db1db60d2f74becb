import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints-sample-imports';
import { cancelSampleImport } from '@/taxonomy/generation/sample-imports/imports';

export const POST = handle(endpoints.cancelSampleImport, ({ db, actor, params }) =>
  cancelSampleImport(db, actor, params.importId),
);
