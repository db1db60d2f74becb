import { z } from 'zod';
import { Id, NodeId } from '../contract';

export const SourceState = z.enum(['queued', 'fetching', 'ready', 'failed']);

/** The source of documents and the state of its fetch. */
export const DocumentSource = z.object({
  id: Id,
  leafId: NodeId,
  kind: z.enum(['upload', 'git']),
  /** The file's name, for an upload. */
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

/** The response to an upload. */
export const Uploaded = DocumentSource.extend({
  /** This one replaces another document of the same name in the leaf. */
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
  /** Number of pictures left out of its text. */
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
  /** Files that are waiting, being read, or failed. */
  uploads: z.array(DocumentSource),
  documents: z.array(DocumentSummary),
});
export type LeafDocuments = z.infer<typeof LeafDocuments>;
