import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/review/endpoints';
import { getSample } from '@/taxonomy/review/queue';

export const GET = handle(endpoints.getSample, ({ db, params }) => getSample(db, params.sampleId));
