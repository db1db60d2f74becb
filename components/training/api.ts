import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, pages, query, queryKeyOf } from '@/components/api';
import { addressOf } from '@/components/api-client';
import type { ResultPart } from '@/taxonomy/training/vocabulary';

export const MODELS_PAGE = 50;
const RESULTS_PAGE = 100;
const IMPORTS_PAGE = 30;

/** Models with evaluation results, newest first, in pages. */
export const modelList = infiniteQueryOptions(
  pages('/api/v1/training/evaluation/models', { query: { limit: MODELS_PAGE } }),
);

/** One model with the number of its results by part. */
export const modelById = (modelId: string) =>
  queryOptions(query('/api/v1/training/evaluation/models/{modelId}', { params: { modelId } }));

/** The results of a model by task, in pages. */
export const modelResults = (modelId: string, part: ResultPart) =>
  infiniteQueryOptions(
    pages('/api/v1/training/evaluation/models/{modelId}/results', {
      params: { modelId },
      query: { part, limit: RESULTS_PAGE },
    }),
  );

export const importList = infiniteQueryOptions(
  pages('/api/v1/training/evaluation/imports', { query: { limit: IMPORTS_PAGE } }),
);

type NewImport = { model: string; base: string; judgedModel: string; file: File };

export function addImport({ model, base, judgedModel, file }: NewImport) {
  const body = new FormData();
  body.append('file', file);
  const named = { ...(base && { base }), ...(judgedModel && { judgedModel }) };
  return api.post('/api/v1/training/evaluation/imports', { query: { model, ...named }, body });
}

/** After an import was added or removed. */
export const forgetResults = (client: QueryClient) =>
  Promise.all(
    (
      [
        '/api/v1/training/evaluation/imports',
        '/api/v1/training/evaluation/models',
        '/api/v1/training/evaluation/models/{modelId}',
        '/api/v1/training/evaluation/models/{modelId}/results',
      ] as const
    ).map((path) => client.invalidateQueries({ queryKey: queryKeyOf(path) })),
  );

export const removeImport = (importId: string) =>
  api.delete('/api/v1/training/evaluation/imports/{importId}', { params: { importId } });

export const tableAddress = addressOf('/api/v1/training/evaluation/table');
