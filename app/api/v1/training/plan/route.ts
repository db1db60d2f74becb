import { handle } from '@/app/api/handle';
import { planTraining } from '@/taxonomy/training/bundle/bundle';
import * as endpoints from '@/taxonomy/training/endpoints-bundle';

export const POST = handle(endpoints.planTraining, ({ db, body }) => planTraining(db, body.versionId, body.recipe));
