import { z } from 'zod';
import { Empty, Id, NodeId, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import { Chunk, DocumentSource, DocumentSummary, LeafDocuments, Uploaded } from './contract';

const nodeId = z.object({ nodeId: NodeId });
const documentId = z.object({ documentId: Id });
const documentOfLeaf = z.object({ nodeId: NodeId, documentId: Id });

export const listDocuments = endpoint({
  method: 'GET',
  path: '/api/v1/documents',
  access: 'viewer',
  summary: 'List documents.',
  query: PageQuery,
  response: page(DocumentSummary),
});

export const getDocument = endpoint({
  method: 'GET',
  path: '/api/v1/documents/{documentId}',
  access: 'viewer',
  summary: 'Get a document.',
  params: documentId,
  response: DocumentSummary,
});

export const listChunks = endpoint({
  method: 'GET',
  path: '/api/v1/documents/{documentId}/chunks',
  access: 'viewer',
  summary: 'List the passages of a document.',
  params: documentId,
  query: PageQuery,
  response: page(Chunk),
});

export const listLeafDocuments = endpoint({
  method: 'GET',
  path: '/api/v1/leaves/{nodeId}/documents',
  access: 'viewer',
  summary: 'List the documents of a leaf, its uploads and its last fetches.',
  params: nodeId,
  response: LeafDocuments,
});

export const uploadDocument = endpoint({
  method: 'POST',
  path: '/api/v1/leaves/{nodeId}/documents',
  access: 'curator',
  summary: 'Upload a document for a leaf. It replaces a document of the same name.',
  params: nodeId,
  body: 'multipart/form-data',
  response: Uploaded,
});

export const fetchDocuments = endpoint({
  method: 'POST',
  path: '/api/v1/leaves/{nodeId}/documents/fetch',
  access: 'curator',
  summary: "Fetch a leaf's documents from git.",
  params: nodeId,
  response: DocumentSource,
});

export const attachDocument = endpoint({
  method: 'PUT',
  path: '/api/v1/leaves/{nodeId}/documents/{documentId}',
  access: 'curator',
  summary: 'Add a stored document to a leaf.',
  params: documentOfLeaf,
  response: Empty,
});

export const detachDocument = endpoint({
  method: 'DELETE',
  path: '/api/v1/leaves/{nodeId}/documents/{documentId}',
  access: 'curator',
  summary: 'Remove a document from a leaf.',
  params: documentOfLeaf,
  response: Empty,
});

export const dismissUpload = endpoint({
  method: 'DELETE',
  path: '/api/v1/leaves/{nodeId}/documents/uploads/{sourceId}',
  access: 'curator',
  summary: 'Dismiss an upload that could not be read.',
  params: z.object({ nodeId: NodeId, sourceId: Id }),
  response: Empty,
});
