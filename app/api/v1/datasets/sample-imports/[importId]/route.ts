import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints-sample-imports';
import { getSampleImport } from '@/taxonomy/generation/sample-imports/imports';

export const GET = handle(endpoints.getSampleImport, ({ db, params }) => getSampleImport(db, params.importId));
