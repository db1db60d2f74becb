import { z } from 'zod';
import { Id, NodeId, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import {
  CheckLeafAnswer,
  CheckLeafRequest,
  ImportReport,
  LeafDetail,
  RestoreRevisionRequest,
  Revision,
  RevisionSummary,
  SaveLeafRequest,
} from './contract';

const taxonomyId = z.object({ taxonomyId: Id });
const nodeId = z.object({ nodeId: NodeId });
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
  summary: 'Import leaves from a zip or from the files of a folder.',
  params: taxonomyId,
  query: z.object({ dryRun: z.enum(['0', '1']).default('0') }),
  body: 'multipart/form-data',
  response: ImportReport,
});

export const addStarter = endpoint({
  method: 'POST',
  path: '/api/v1/taxonomies/{taxonomyId}/starter',
  access: 'curator',
  summary: 'Add the starter taxonomy.',
  params: taxonomyId,
  response: ImportReport,
});
