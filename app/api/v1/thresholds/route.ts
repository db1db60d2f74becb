import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-thresholds';
import { getThresholds, setThresholds } from '@/taxonomy/generation/thresholds/thresholds';

export const GET = handle(endpoints.getThresholds, ({ db }) => getThresholds(db, null));

export const PUT = handle(endpoints.setThresholds, ({ db, actor, body }) => setThresholds(db, actor, null, body));
