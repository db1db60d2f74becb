import { z } from 'zod';
import { Id, NodeId, page } from '../contract';
import { endpoint } from '../endpoint';
import {
  CreateNodeRequest,
  DeletedNode,
  DeleteNodeQuery,
  NodesQuery,
  Taxonomy,
  TreeNode,
  UpdateNodeRequest,
} from './contract';

const taxonomyId = z.object({ taxonomyId: Id });
const nodeId = z.object({ nodeId: NodeId });

export const listTaxonomies = endpoint({
  method: 'GET',
  path: '/api/v1/taxonomies',
  access: 'viewer',
  summary: 'List taxonomies.',
  response: z.array(Taxonomy),
});

export const listNodes = endpoint({
  method: 'GET',
  path: '/api/v1/taxonomies/{taxonomyId}/nodes',
  access: 'viewer',
  summary: 'List the folders and leaves of a taxonomy, or search them.',
  params: taxonomyId,
  query: NodesQuery,
  response: page(TreeNode),
});

export const createNode = endpoint({
  method: 'POST',
  path: '/api/v1/taxonomies/{taxonomyId}/nodes',
  access: 'curator',
  summary: 'Create a folder or a leaf.',
  params: taxonomyId,
  body: CreateNodeRequest,
  response: TreeNode,
});

export const getNode = endpoint({
  method: 'GET',
  path: '/api/v1/nodes/{nodeId}',
  access: 'viewer',
  summary: 'Get a folder or a leaf.',
  params: nodeId,
  response: TreeNode,
});

export const updateNode = endpoint({
  method: 'PATCH',
  path: '/api/v1/nodes/{nodeId}',
  access: 'curator',
  summary: 'Rename or move a folder or a leaf.',
  params: nodeId,
  body: UpdateNodeRequest,
  response: TreeNode,
});

export const deleteNode = endpoint({
  method: 'DELETE',
  path: '/api/v1/nodes/{nodeId}',
  access: 'curator',
  summary: 'Delete a folder or a leaf with everything in it.',
  params: nodeId,
  query: DeleteNodeQuery,
  response: DeletedNode,
});

export const restoreNode = endpoint({
  method: 'POST',
  path: '/api/v1/nodes/{nodeId}/restore',
  access: 'curator',
  summary: 'Bring back what was deleted.',
  params: nodeId,
  response: TreeNode,
});
