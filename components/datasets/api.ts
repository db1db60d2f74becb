import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import type { Page } from '@/taxonomy/contract';
import type {
  Dataset,
  Export,
  LatestVersion,
  PublishPreview,
  PublishRequest,
  Recipe,
  VersionCard,
  VersionChanges,
  VersionDetail,
  VersionRow,
  VersionSummary,
} from '@/taxonomy/datasets/contract';
import type { Phase } from '@/taxonomy/datasets/vocabulary';

export const VERSIONS_PAGE = 30;
const BUSY_MS = 1_000;

/** All versions of all datasets, newest first, page by page; asked for again while one is being published. */
export const versionList = infiniteQueryOptions({
  queryKey: ['dataset-versions'],
  queryFn: ({ pageParam, signal }) => {
    const query = new URLSearchParams({ limit: String(VERSIONS_PAGE), ...(pageParam && { cursor: pageParam }) });
    return api.get<Page<VersionSummary>>(`/api/v1/datasets/versions?${query}`, signal);
  },
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some((version) => version.state === 'publishing')) ? BUSY_MS : false,
});

const isMoving = ({ state, exports }: VersionDetail) =>
  state === 'publishing' || exports.some((one) => one.state === 'queued' || one.state === 'writing');

/** One version; asked for again while it is being published or exported. */
export const versionById = (versionId: string) =>
  queryOptions({
    queryKey: ['dataset-version', versionId],
    queryFn: ({ signal }) => api.get<VersionDetail>(`/api/v1/datasets/versions/${versionId}`, signal),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? BUSY_MS : false),
  });

const ROWS_PAGE = 10;

/** Rows of one phase in the order of the export, page by page. They never change. */
export const versionRows = (versionId: string, phase: Phase) =>
  infiniteQueryOptions({
    queryKey: ['dataset-rows', versionId, phase],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ phase, limit: String(ROWS_PAGE), ...(pageParam && { cursor: pageParam }) });
      return api.get<Page<VersionRow>>(`/api/v1/datasets/versions/${versionId}/rows?${query}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: Infinity,
  });

export const versionCard = (versionId: string) =>
  queryOptions({
    queryKey: ['dataset-card', versionId],
    queryFn: ({ signal }) => api.get<VersionCard>(`/api/v1/datasets/versions/${versionId}/card`, signal),
    staleTime: Infinity,
  });

/** Datasets by name: which there are, and how many versions each has. */
export const datasetList = queryOptions({
  queryKey: ['datasets'],
  queryFn: ({ signal }) => api.get<Page<Dataset>>('/api/v1/datasets?limit=500', signal),
});

/** What the next version of the dataset of that name begins with. */
export const latestOf = (name: string) =>
  queryOptions({
    queryKey: ['dataset-latest', name],
    queryFn: ({ signal }) => api.get<LatestVersion>(`/api/v1/datasets/latest?${new URLSearchParams({ name })}`, signal),
  });

/** What is new since the version before. */
export const versionChanges = (versionId: string) =>
  queryOptions({
    queryKey: ['dataset-changes', versionId],
    queryFn: ({ signal }) => api.get<VersionChanges>(`/api/v1/datasets/versions/${versionId}/changes`, signal),
    staleTime: Infinity,
  });

/** What publishing by this recipe would give now, and how it differs from the last version of that name. */
export const previewOf = (recipe: Partial<Recipe>, name: string | undefined) =>
  queryOptions({
    queryKey: ['dataset-preview', name, recipe],
    queryFn: () => api.post<PublishPreview>('/api/v1/datasets/preview', { recipe, name }),
    placeholderData: keepPreviousData,
  });

export const publish = (request: PublishRequest) => api.post<VersionSummary>('/api/v1/datasets/versions', request);

export const fileAddress = (versionId: string, exportId: string, name: string) =>
  `/api/v1/datasets/versions/${versionId}/files/${exportId}/${encodeURIComponent(name)}`;

export const startExport = (versionId: string, format: string) =>
  api.post<Export>(`/api/v1/datasets/versions/${versionId}/exports`, { format });
