import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/seeds/endpoints';
import { getImport } from '@/taxonomy/seeds/import/imports';

export const GET = handle(endpoints.getImport, ({ db, params: { importId } }) => getImport(db, importId));
