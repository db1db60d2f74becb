import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { DocumentSource, LeafDocuments } from '@/taxonomy/documents/contract';
import { api, queryKeyOf, pages, query } from '../api';

const ONE = '/api/v1/leaves/{nodeId}/documents/{documentId}';
const FETCHING_MS = 1_000;

/** Documents are being fetched or read for the leaf. */
export const isBringing = (documents: LeafDocuments | undefined): boolean =>
  isGoing(documents?.sources[0]) || (documents?.uploads.some(isGoing) ?? false);

export const isGoing = (source: DocumentSource | undefined): boolean =>
  source?.state === 'queued' || source?.state === 'fetching';

/** A leaf's documents and its last fetches; polled while documents are being fetched or read. */
export const leafDocuments = (nodeId: string) =>
  queryOptions({
    ...query('/api/v1/leaves/{nodeId}/documents', { params: { nodeId } }),
    refetchInterval: ({ state }) => (isBringing(state.data) ? FETCHING_MS : false),
  });

export const documentList = () => infiniteQueryOptions(pages('/api/v1/documents'));

export const documentChunks = (documentId: string) =>
  infiniteQueryOptions({
    ...pages('/api/v1/documents/{documentId}/chunks', { params: { documentId } }),
    // A document never changes.
    staleTime: Infinity,
  });

/** Refreshes what changes with a leaf's documents: its own list, its facts, and the list of all documents. */
function useRefresh(nodeId: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: leafDocuments(nodeId).queryKey }),
      client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/leaves/{nodeId}', { params: { nodeId } }) }),
      client.invalidateQueries({ queryKey: documentList().queryKey }),
    ]);
}

export type Refused = { name: string; message: string };

export type Uploaded = {
  refused: Refused[];
  /** Names of files that the leaf already had. */
  known: string[];
  /** Names of files that replace earlier ones. */
  replaced: string[];
};

/** Sends files one after the other. A refused file is listed; the others continue. */
export function useUpload(nodeId: string) {
  const client = useQueryClient();
  const refresh = useRefresh(nodeId);
  return useMutation({
    mutationFn: async (files: File[]): Promise<Uploaded> => {
      const refused: Refused[] = [];
      const known: string[] = [];
      const replaced: string[] = [];
      const here = new Set(client.getQueryData(leafDocuments(nodeId).queryKey)?.documents.map(({ name }) => name));
      for (const file of files) {
        const body = new FormData();
        body.append('file', file);
        try {
          const { state, replaces } = await api.post('/api/v1/leaves/{nodeId}/documents', { params: { nodeId }, body });
          // A new file must be read first; one that only another leaf has counts as new here.
          if (replaces) replaced.push(file.name);
          else if (state === 'ready' && here.has(file.name)) known.push(file.name);
        } catch (error) {
          refused.push({ name: file.name, message: error instanceof Error ? error.message : String(error) });
        }
      }
      return { refused, known, replaced };
    },
    onSettled: refresh,
  });
}

/** Dismisses a file that could not be read. */
export function useDismiss(nodeId: string) {
  const refresh = useRefresh(nodeId);
  return useMutation({
    mutationFn: (sourceId: string) =>
      api.delete('/api/v1/leaves/{nodeId}/documents/uploads/{sourceId}', { params: { nodeId, sourceId } }),
    onSettled: refresh,
  });
}

export function useFetch(nodeId: string) {
  const refresh = useRefresh(nodeId);
  return useMutation({
    mutationFn: () => api.post('/api/v1/leaves/{nodeId}/documents/fetch', { params: { nodeId } }),
    onSettled: refresh,
  });
}

export function useRemove(nodeId: string) {
  const refresh = useRefresh(nodeId);
  return useMutation({
    mutationFn: (documentId: string) => api.delete(ONE, { params: { nodeId, documentId } }),
    onSettled: refresh,
  });
}

export function usePutBack(nodeId: string) {
  const refresh = useRefresh(nodeId);
  return useMutation({
    mutationFn: (documentId: string) => api.put(ONE, { params: { nodeId, documentId } }),
    onSettled: refresh,
  });
}
