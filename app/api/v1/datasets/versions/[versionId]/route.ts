import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/datasets/endpoints';
import { getVersion } from '@/taxonomy/datasets/versions';

export const GET = handle(endpoints.getVersion, ({ db, params }) => getVersion(db, params.versionId));
