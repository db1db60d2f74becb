import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/generation/endpoints-runs';
import { choicesOfRun } from '@/taxonomy/generation/runs/choices-of-run';

export const GET = handle(endpoints.getRunChoices, ({ db, params }) => choicesOfRun(db, params.runId));
