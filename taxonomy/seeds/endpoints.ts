import { z } from 'zod';
import { Id, NodeId, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import {
  CheckLeafAnswer,
  CheckLeafRequest,
  ImportDetail,
  ImportReport,
  ImportSummary,
  LeafDetail,
  RestoreRevisionRequest,
  Revision,
  RevisionSummary,
  SaveLeafRequest,
} from './contract';

const taxonomyId = z.object({ taxonomyId: Id });
const nodeId = z.object({ nodeId: NodeId });
const importId = z.object({ importId: Id });
const revisionId = z.object({ revisionId: Id });

export const getLeaf = endpoint({
  method: 'GET',
  path: '/api/v1/leaves/{nodeId}',
  access: 'viewer',
  summary: 'Get a leaf with its seeds.',
  params: nodeId,
  response: LeafDetail,
});

export const saveLeaf = endpoint({
  method: 'PUT',
  path: '/api/v1/leaves/{nodeId}',
  access: 'curator',
  summary: 'Save a leaf as a new version.',
  params: nodeId,
  body: SaveLeafRequest,
  response: LeafDetail,
});

export const checkLeaf = endpoint({
  method: 'POST',
  path: '/api/v1/leaves/{nodeId}/check',
  access: 'viewer',
  summary: 'Check a leaf that is not saved yet.',
  params: nodeId,
  body: CheckLeafRequest,
  response: CheckLeafAnswer,
});

export const listRevisions = endpoint({
  method: 'GET',
  path: '/api/v1/leaves/{nodeId}/revisions',
  access: 'viewer',
  summary: 'List the versions of a leaf.',
  params: nodeId,
  query: PageQuery,
  response: page(RevisionSummary),
});

export const getRevision = endpoint({
  method: 'GET',
  path: '/api/v1/revisions/{revisionId}',
  access: 'viewer',
  summary: 'Get one version of a leaf.',
  params: revisionId,
  response: Revision,
});

export const restoreRevision = endpoint({
  method: 'POST',
  path: '/api/v1/revisions/{revisionId}/restore',
  access: 'curator',
  summary: 'Save an earlier version of a leaf as its newest.',
  params: revisionId,
  body: RestoreRevisionRequest,
  response: LeafDetail,
});

export const importTaxonomy = endpoint({
  method: 'POST',
  path: '/api/v1/taxonomies/{taxonomyId}/imports',
  access: 'curator',
  summary: 'Import leaves from a zip or from the files of a folder; a field skip is a JSON list of files to leave out.',
  params: taxonomyId,
  query: z.object({ dryRun: z.enum(['0', '1']).default('0') }),
  body: 'multipart/form-data',
  response: ImportReport,
});

export const listImports = endpoint({
  method: 'GET',
  path: '/api/v1/taxonomies/{taxonomyId}/imports',
  access: 'viewer',
  summary: 'List the imports, newest first.',
  params: taxonomyId,
  query: PageQuery,
  response: page(ImportSummary),
});

export const getImport = endpoint({
  method: 'GET',
  path: '/api/v1/imports/{importId}',
  access: 'viewer',
  summary: 'Get an import, and what undoing it left as it is.',
  params: importId,
  response: ImportDetail,
});

export const undoImport = endpoint({
  method: 'POST',
  path: '/api/v1/imports/{importId}/undo',
  access: 'curator',
  summary: 'Undo an import as one act.',
  params: importId,
  response: ImportDetail,
});

export const addStarter = endpoint({
  method: 'POST',
  path: '/api/v1/taxonomies/{taxonomyId}/starter',
  access: 'curator',
  summary: 'Add the starter taxonomy.',
  params: taxonomyId,
  response: ImportReport,
});
