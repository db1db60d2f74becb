import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Page } from '@/taxonomy/contract';
import type { Chunk, DocumentSource, DocumentSummary, LeafDocuments } from '@/taxonomy/documents/contract';
import { api } from '../api-client';

const FETCHING_MS = 1_000;

const leafUrl = (nodeId: string) => `/api/v1/leaves/${nodeId}/documents`;

/** Something is on its way to the leaf, from git or from a person. */
export const isBringing = (documents: LeafDocuments | undefined): boolean =>
  isGoing(documents?.sources[0]) || (documents?.uploads.some(isGoing) ?? false);

export const isGoing = (source: DocumentSource | undefined): boolean =>
  source?.state === 'queued' || source?.state === 'fetching';

/** A leaf's documents and its last fetches; asked for again as long as something is on its way. */
export const leafDocuments = (nodeId: string) =>
  queryOptions({
    queryKey: ['leaf-documents', nodeId],
    queryFn: ({ signal }) => api.get<LeafDocuments>(leafUrl(nodeId), signal),
    refetchInterval: ({ state }) => (isBringing(state.data) ? FETCHING_MS : false),
  });

const pages = <T>(url: string, limit: number, signal: AbortSignal, cursor: string) =>
  api.get<Page<T>>(`${url}?${new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) })}`, signal);

export const documentList = () =>
  infiniteQueryOptions({
    queryKey: ['documents'],
    queryFn: ({ pageParam, signal }) => pages<DocumentSummary>('/api/v1/documents', 50, signal, pageParam),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
  });

export const documentChunks = (documentId: string) =>
  infiniteQueryOptions({
    queryKey: ['document-chunks', documentId],
    queryFn: ({ pageParam, signal }) => pages<Chunk>(`/api/v1/documents/${documentId}/chunks`, 50, signal, pageParam),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    // A document never changes.
    staleTime: Infinity,
  });

/** What changes with a leaf's documents: its own list, its facts, and the list of all. */
function useRefresh(nodeId: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: leafDocuments(nodeId).queryKey }),
      client.invalidateQueries({ queryKey: ['leaf', nodeId] }),
      client.invalidateQueries({ queryKey: documentList().queryKey }),
    ]);
}

export type Refused = { name: string; message: string };

export type Uploaded = {
  refused: Refused[];
  /** Names of files that the leaf had already. */
  known: string[];
};

/** Sends files one after the other. A file that is refused is named; the others go on. */
export function useUpload(nodeId: string) {
  const client = useQueryClient();
  const refresh = useRefresh(nodeId);
  return useMutation({
    mutationFn: async (files: File[]): Promise<Uploaded> => {
      const refused: Refused[] = [];
      const known: string[] = [];
      const here = new Set(client.getQueryData(leafDocuments(nodeId).queryKey)?.documents.map(({ name }) => name));
      for (const file of files) {
        const form = new FormData();
        form.append('file', file);
        try {
          const { state } = await api.upload<DocumentSource>(leafUrl(nodeId), form);
          // What is new has to be read first; what another leaf has is new to this one.
          if (state === 'ready' && here.has(file.name)) known.push(file.name);
        } catch (error) {
          refused.push({ name: file.name, message: error instanceof Error ? error.message : String(error) });
        }
      }
      return { refused, known };
    },
    onSettled: refresh,
  });
}

/** Takes a file that could not be read from the page. */
export function useDismiss(nodeId: string) {
  const refresh = useRefresh(nodeId);
  return useMutation({
    mutationFn: (sourceId: string) => api.delete(`${leafUrl(nodeId)}/uploads/${sourceId}`),
    onSettled: refresh,
  });
}

export function useFetch(nodeId: string) {
  const refresh = useRefresh(nodeId);
  return useMutation({
    mutationFn: () => api.post<DocumentSource>(`${leafUrl(nodeId)}/fetch`, {}),
    onSettled: refresh,
  });
}

export function useRemove(nodeId: string) {
  const refresh = useRefresh(nodeId);
  return useMutation({
    mutationFn: (documentId: string) => api.delete(`${leafUrl(nodeId)}/${documentId}`),
    onSettled: refresh,
  });
}

export function usePutBack(nodeId: string) {
  const refresh = useRefresh(nodeId);
  return useMutation({
    mutationFn: (documentId: string) => api.put(`${leafUrl(nodeId)}/${documentId}`, {}),
    onSettled: refresh,
  });
}
