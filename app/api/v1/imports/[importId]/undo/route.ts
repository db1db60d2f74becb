import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/seeds/endpoints';
import { undoImport } from '@/taxonomy/seeds/import/undo-import';

export const POST = handle(endpoints.undoImport, ({ db, actor, params: { importId } }) =>
  undoImport(db, actor, importId),
);
