import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, queryKeyOf, pages, query } from '@/components/api';
import { addressOf } from '@/components/api-client';
import type { PublishRequest, Recipe, VersionDetail } from '@/taxonomy/datasets/contract';
import type { Phase } from '@/taxonomy/datasets/vocabulary';

export const VERSIONS_PAGE = 30;
const BUSY_MS = 1_000;

/** All versions of all datasets, newest first, page by page; asked for again while one is being published. */
export const versionList = infiniteQueryOptions({
  ...pages('/api/v1/datasets/versions', { query: { limit: VERSIONS_PAGE } }),
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some((version) => version.state === 'publishing')) ? BUSY_MS : false,
});

const isMoving = ({ state, exports }: VersionDetail) =>
  state === 'publishing' || exports.some((one) => one.state === 'queued' || one.state === 'writing');

/** One version; asked for again while it is being published or exported. */
export const versionById = (versionId: string) =>
  queryOptions({
    ...query('/api/v1/datasets/versions/{versionId}', { params: { versionId } }),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? BUSY_MS : false),
  });

const ROWS_PAGE = 10;

/** Rows of one phase in the order of the export, page by page. They never change. */
export const versionRows = (versionId: string, phase: Phase) =>
  infiniteQueryOptions({
    ...pages('/api/v1/datasets/versions/{versionId}/rows', {
      params: { versionId },
      query: { phase, limit: ROWS_PAGE },
    }),
    staleTime: Infinity,
  });

const LEAVES_PAGE = 50;

/** The leaves of a version, those with the most rows first, page by page. They never change. */
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

/** Datasets by name: which there are, and how many versions each has. */
export const datasetList = queryOptions(query('/api/v1/datasets', { query: { limit: 500 } }));

/** What the next version of the dataset of that name begins with. */
export const latestOf = (name: string) => queryOptions(query('/api/v1/datasets/latest', { query: { name } }));

/** What is new since the version before. */
export const versionChanges = (versionId: string) =>
  queryOptions({
    ...query('/api/v1/datasets/versions/{versionId}/changes', { params: { versionId } }),
    staleTime: Infinity,
  });

/** What publishing by this recipe would give now, and how it differs from the last version of that name. */
export const previewOf = (recipe: Partial<Recipe>, name: string | undefined) =>
  queryOptions({
    queryKey: [...queryKeyOf('/api/v1/datasets/preview'), name, recipe],
    queryFn: ({ signal }) => api.post('/api/v1/datasets/preview', { body: { recipe, name }, signal }),
    placeholderData: keepPreviousData,
    // Approvals and versions change it at any time, such as the version that was just published from this very form.
    staleTime: 0,
  });

export const publish = (body: PublishRequest) => api.post('/api/v1/datasets/versions', { body });

export const fileAddress = (versionId: string, exportId: string, name: string) =>
  addressOf('/api/v1/datasets/versions/{versionId}/files/{exportId}/{name}', { params: { versionId, exportId, name } });

export const allFilesAddress = (versionId: string, exportId: string) =>
  addressOf('/api/v1/datasets/versions/{versionId}/files/{exportId}', { params: { versionId, exportId } });

export const startExport = (versionId: string, format: string) =>
  api.post('/api/v1/datasets/versions/{versionId}/exports', { params: { versionId }, body: { format } });
