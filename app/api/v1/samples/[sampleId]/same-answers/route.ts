import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/review/endpoints';
import { listSameAnswers } from '@/taxonomy/review/queue';

export const GET = handle(endpoints.listSameAnswers, ({ db, params }) => listSameAnswers(db, params.sampleId));
