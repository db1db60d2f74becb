import { handle } from '@/app/api/handle';
import { Limiter } from '@/app/api/limiter';
import { readOneFile } from '@/app/api/one-file';
import * as endpoints from '@/taxonomy/training/endpoints';
import { importResults } from '@/taxonomy/training/evaluation/import-results';
import { listImports } from '@/taxonomy/training/evaluation/table';
import { evaluationLimits } from '@/taxonomy/training/vocabulary';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

const uploads = new Limiter({ atOnce: 2, samePerson: 'in turn' });

export const GET = handle(endpoints.listEvaluationImports, async ({ db, query }) =>
  listImports(db, (await getTheTaxonomy(db)).id, query),
);

export const POST = handle(endpoints.addEvaluationImport, ({ db, actor, query, request }) =>
  uploads.run({ personId: actor.id, signal: request.signal }, async () => {
    const { model: name, judgedModel, ...about } = query;
    const file = await readOneFile(request, evaluationLimits.fileBytes);
    return importResults(db, actor, {
      taxonomyId: (await getTheTaxonomy(db)).id,
      model: { name, ...about },
      files: [{ name: file.name, read: async () => file.bytes }],
      judgedModel,
    });
  }),
);
