import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { getVersionCard } from '@/taxonomy/datasets/versions';

export const GET = handle(endpoints.getVersionCard, ({ db, params }) => getVersionCard(db, params.versionId));
