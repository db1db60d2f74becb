import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import type { ImportDetail } from '@/taxonomy/seeds/contract';
import { api, pages, query, queryKeyOf } from '../api';
import { countText } from '../numbers';
import { refreshTree } from '../tree/api';
import { useUndo } from '../ui/undo';

const IMPORTS = '/api/v1/taxonomies/{taxonomyId}/imports';
const AT_ONCE = 10;

/** The imports that wrote something, newest first. */
export const importList = (taxonomyId: string) =>
  infiniteQueryOptions(pages(IMPORTS, { params: { taxonomyId }, query: { limit: AT_ONCE } }));

/** An import with the leaves that its undo kept. */
export const importDetail = (importId: string) =>
  queryOptions(query('/api/v1/imports/{importId}', { params: { importId } }));

/** Refreshes everything that an import changes. */
export const refreshImported = (client: QueryClient) =>
  Promise.all([
    refreshTree(client),
    client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/leaves/{nodeId}') }),
    client.invalidateQueries({ queryKey: queryKeyOf(IMPORTS) }),
  ]);

/** Undoes a whole import. */
export function useUndoImport() {
  const client = useQueryClient();
  const offers = useUndo();
  return useMutation({
    mutationFn: (importId: string) => api.post('/api/v1/imports/{importId}/undo', { params: { importId } }),
    onSuccess: (undone) => {
      offers.forget(undone.id);
      client.setQueryData(importDetail(undone.id).queryKey, undone);
      return refreshImported(client);
    },
  });
}

/** “The import of birds.zip was undone: 3 leaves removed, 1 restored. 2 leaves stay, because they were used since.” */
export function undoneText({ source, undone }: Pick<ImportDetail, 'source' | 'undone'>): string {
  const { removed = 0, restored = 0, kept = 0 } = undone ?? {};
  const done = [
    ...(removed > 0 ? [`${countText(removed, 'leaf', 'leaves')} removed`] : []),
    ...(restored > 0 ? [`${countText(restored, 'leaf', 'leaves')} restored`] : []),
  ];
  const stay =
    kept > 0 ? ` ${countText(kept, 'leaf stays', 'leaves stay')} as ${kept === 1 ? 'it is' : 'they are'}.` : '';
  return `The import of ${source} was undone${done.length > 0 ? `: ${done.join(', ')}` : ''}.${stay}`;
}
