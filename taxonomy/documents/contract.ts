import { z } from 'zod';
import { Id, NodeId } from '../contract';

export const SourceState = z.enum(['queued', 'fetching', 'ready', 'failed']);

/** Where documents came from, and how far fetching them is. */
export const DocumentSource = z.object({
  id: Id,
  leafId: NodeId,
  kind: z.enum(['upload', 'git']),
  /** Of an upload: the file's name. */
  name: z.string().nullable(),
  repo: z.string().nullable(),
  commit: z.string().nullable(),
  patterns: z.array(z.string()),
  state: SourceState,
  error: z.string().nullable(),
  documentCount: z.int(),
  createdAt: z.iso.datetime(),
});
export type DocumentSource = z.infer<typeof DocumentSource>;

/** What an upload is answered with. */
export const Uploaded = DocumentSource.extend({
  /** The leaf has another document of that name, whose place this one takes. */
  replaces: z.boolean(),
});
export type Uploaded = z.infer<typeof Uploaded>;

export const DocumentSummary = z.object({
  id: Id,
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  tokens: z.int(),
  chunkCount: z.int(),
  /** Pictures that were left out of its text. */
  pictures: z.int(),
  leaves: z.array(z.object({ id: NodeId, name: z.string() })),
  createdAt: z.iso.datetime(),
});
export type DocumentSummary = z.infer<typeof DocumentSummary>;

export const Chunk = z.object({
  id: Id,
  ordinal: z.int(),
  headings: z.array(z.string()),
  text: z.string(),
  tokens: z.int(),
  startChar: z.int(),
  endChar: z.int(),
});
export type Chunk = z.infer<typeof Chunk>;

export const LeafDocuments = z.object({
  /** The last fetches from git, newest first. */
  sources: z.array(DocumentSource),
  /** Files that wait, are being read, or could not be. */
  uploads: z.array(DocumentSource),
  documents: z.array(DocumentSummary),
});
export type LeafDocuments = z.infer<typeof LeafDocuments>;
