import { handle } from '@/app/api/handle';
import { getVersionStanding } from '@/taxonomy/datasets/compare-versions';
import * as endpoints from '@/taxonomy/datasets/endpoints';

export const GET = handle(endpoints.getVersionStanding, ({ db, params }) => getVersionStanding(db, params.versionId));
