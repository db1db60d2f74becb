import { z } from 'zod';
import { Id, NodeId, page } from '../contract';
import { endpoint } from '../endpoint';
import {
  CreateNodeRequest,
  DeletedNode,
  DeleteNodeQuery,
  FoundNodes,
  LeavesToReview,
  NodesQuery,
  SearchQuery,
  Taxonomy,
  TreeNode,
  TreePart,
  TreeQuery,
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

export const getTree = endpoint({
  method: 'GET',
  path: '/api/v1/taxonomies/{taxonomyId}/tree',
  access: 'viewer',
  summary: 'Get a part of the tree, each row with its totals.',
  params: taxonomyId,
  query: TreeQuery,
  response: TreePart,
});

export const searchNodes = endpoint({
  method: 'GET',
  path: '/api/v1/taxonomies/{taxonomyId}/search',
  access: 'viewer',
  summary: 'Find folders and leaves by words of their path or of their seeds.',
  params: taxonomyId,
  query: SearchQuery,
  response: FoundNodes,
});

export const leavesToReview = endpoint({
  method: 'GET',
  path: '/api/v1/taxonomies/{taxonomyId}/to-review',
  access: 'viewer',
  summary: 'Get the leaves before and after a node that have samples to review.',
  params: taxonomyId,
  query: z.object({ beside: NodeId.optional() }),
  response: LeavesToReview,
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
  summary: 'Restore a deleted folder or leaf.',
  params: nodeId,
  response: TreeNode,
});
