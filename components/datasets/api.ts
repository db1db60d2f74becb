import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '@/components/api-client';
import type { Page } from '@/taxonomy/contract';
import type {
  Export,
  PublishPreview,
  PublishRequest,
  Recipe,
  VersionDetail,
  VersionSummary,
} from '@/taxonomy/datasets/contract';

const VERSIONS_PAGE = 30;
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

/** What publishing by this recipe would give now. Changes nothing. */
export const previewOf = (recipe: Partial<Recipe>) =>
  queryOptions({
    queryKey: ['dataset-preview', recipe],
    queryFn: () => api.post<PublishPreview>('/api/v1/datasets/preview', { recipe }),
    placeholderData: keepPreviousData,
  });

export const publish = (request: PublishRequest) => api.post<VersionSummary>('/api/v1/datasets/versions', request);

export const startExport = (versionId: string, format: string) =>
  api.post<Export>(`/api/v1/datasets/versions/${versionId}/exports`, { format });
