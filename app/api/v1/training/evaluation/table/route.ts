import { Readable } from 'node:stream';
import { fileDownload } from '@/app/api/file-download';
import { handle } from '@/app/api/handle';
import * as endpoints from '@/taxonomy/training/endpoints';
import { evaluationCsv } from '@/taxonomy/training/evaluation/csv';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(endpoints.downloadEvaluationTable, async ({ db, request }) => {
  const stream = Readable.from(evaluationCsv(db, (await getTheTaxonomy(db)).id));
  return fileDownload({ request, file: { name: 'evaluation.csv' }, stream, type: 'text/csv; charset=utf-8' });
});
