import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints';
import { sampleOrigin } from '@/taxonomy/generation/runs/sample-origin';

export const GET = handle(endpoints.getSampleOrigin, ({ db, params }) => sampleOrigin(db, params.sampleId));
