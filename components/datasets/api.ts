import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, queryKeyOf, pages, query } from '@/components/api';
import { addressOf } from '@/components/api-client';
import type { FormatOptions, PublishRequest, VersionDetail } from '@/taxonomy/datasets/contract';
import type { Recipe } from '@/taxonomy/datasets/contract-recipe';
import type { Split } from '@/taxonomy/datasets/vocabulary-limits';

export const VERSIONS_PAGE = 30;
const BUSY_MS = 1_000;

/** All versions of all datasets, newest first, in pages; polled while one is being published. */
export const versionList = infiniteQueryOptions({
  ...pages('/api/v1/datasets/versions', { query: { limit: VERSIONS_PAGE } }),
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some((version) => version.state === 'publishing')) ? BUSY_MS : false,
});

const isMoving = ({ state, exports }: VersionDetail) =>
  state === 'publishing' || exports.some((one) => one.state === 'queued' || one.state === 'writing');

/** One version; polled while it is being published or exported. */
export const versionById = (versionId: string) =>
  queryOptions({
    ...query('/api/v1/datasets/versions/{versionId}', { params: { versionId } }),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? BUSY_MS : false),
  });

const ROWS_PAGE = 10;

/** Rows of a phase and split in the order of the export, in pages. They never change. */
export const versionRows = (versionId: string, { phase, split }: { phase: string; split: Split }) =>
  infiniteQueryOptions({
    ...pages('/api/v1/datasets/versions/{versionId}/rows', {
      params: { versionId },
      query: { phase, split, limit: ROWS_PAGE },
    }),
    staleTime: Infinity,
  });

export const PREVIEW_ROWS = 100;

/** The first rows of a phase and split as a format writes them. They never change. */
export const exportPreview = (versionId: string, which: { format: string; phase: string; split: Split }) =>
  queryOptions({
    ...query('/api/v1/datasets/versions/{versionId}/preview', {
      params: { versionId },
      query: { ...which, limit: PREVIEW_ROWS },
    }),
    staleTime: Infinity,
  });

const LEAVES_PAGE = 50;

/** The leaves of a version, those with the most rows first, in pages. They never change. */
export const versionLeaves = (versionId: string) =>
  infiniteQueryOptions({
    ...pages('/api/v1/datasets/versions/{versionId}/leaves', { params: { versionId }, query: { limit: LEAVES_PAGE } }),
    staleTime: Infinity,
  });

export const versionCard = (versionId: string) =>
  queryOptions({
    ...query('/api/v1/datasets/versions/{versionId}/card', { params: { versionId } }),
    staleTime: Infinity,
  });

/** Datasets by name, each with its number of versions. */
export const datasetList = queryOptions(query('/api/v1/datasets', { query: { limit: 500 } }));

export const IMPORTED_PAGE = 500;

/** Datasets that were imported to be replayed. */
export const importedSets = queryOptions(query('/api/v1/datasets/imported', { query: { limit: IMPORTED_PAGE } }));

/** Files that were imported into leaves, newest first, in pages; polled while one adds its rows. */
export const sampleImports = infiniteQueryOptions({
  ...pages('/api/v1/datasets/sample-imports', { query: { limit: VERSIONS_PAGE } }),
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some((each) => each.state === 'adding')) ? BUSY_MS : false,
});

const REFUSED_PAGE = 50;

/** The rows of a file that did not become samples, in pages. */
export const refusedRows = (importId: string) =>
  infiniteQueryOptions(
    pages('/api/v1/datasets/sample-imports/{importId}/refused', {
      params: { importId },
      query: { limit: REFUSED_PAGE },
    }),
  );

/** The start of the next version of the dataset of that name. */
export const latestOf = (name: string) => queryOptions(query('/api/v1/datasets/latest', { query: { name } }));

/** What changed since another version, by default the previous one. */
export const versionChanges = (versionId: string, against?: string) =>
  queryOptions({
    ...query('/api/v1/datasets/versions/{versionId}/changes', { params: { versionId }, query: { against } }),
    staleTime: Infinity,
  });

/** Samples that two versions differ in, with both texts, in pages. */
export const changedRows = (versionId: string, against: string, leaf: string) =>
  infiniteQueryOptions(
    pages('/api/v1/datasets/versions/{versionId}/changes/rows', {
      params: { versionId },
      query: { against, leaf, limit: ROWS_PAGE },
    }),
  );

/** What has happened since to the samples of a version. */
export const versionStanding = (versionId: string) =>
  queryOptions(query('/api/v1/datasets/versions/{versionId}/standing', { params: { versionId } }));

/** The result of publishing with this recipe now, and how it differs from the last version of that name. */
export const previewOf = (recipe: Partial<Recipe>, name: string | undefined) =>
  queryOptions({
    queryKey: [...queryKeyOf('/api/v1/datasets/preview'), name, recipe],
    queryFn: ({ signal }) => api.post('/api/v1/datasets/preview', { body: { recipe, name }, signal }),
    placeholderData: keepPreviousData,
    // Approvals and versions change it at any time, for example a version that was just published from this form.
    staleTime: 0,
  });

export const publish = (body: PublishRequest) => api.post('/api/v1/datasets/versions', { body });

export const fileAddress = (versionId: string, exportId: string, name: string) =>
  addressOf('/api/v1/datasets/versions/{versionId}/files/{exportId}/{name}', { params: { versionId, exportId, name } });

export const allFilesAddress = (versionId: string, exportId: string) =>
  addressOf('/api/v1/datasets/versions/{versionId}/files/{exportId}', { params: { versionId, exportId } });

/** How many questions the held-out rows of a version give. They never change. */
export const evaluationSetNumbers = (versionId: string) =>
  queryOptions({
    ...query('/api/v1/training/evaluation/sets/{versionId}/numbers', { params: { versionId } }),
    staleTime: Infinity,
  });

export const evaluationSetAddress = (versionId: string) =>
  addressOf('/api/v1/training/evaluation/sets/{versionId}', { params: { versionId } });

export const startExport = (versionId: string, request: { format: string; options: FormatOptions }) =>
  api.post('/api/v1/datasets/versions/{versionId}/exports', { params: { versionId }, body: request });
