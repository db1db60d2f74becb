import { handle } from '@/app/api/handle';
import { getVersionChanges } from '@/taxonomy/datasets/continue-dataset';
import * as endpoints from '@/taxonomy/datasets/endpoints';

export const GET = handle(endpoints.getVersionChanges, ({ db, params }) => getVersionChanges(db, params.versionId));
