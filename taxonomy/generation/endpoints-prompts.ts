import { z } from 'zod';
import { NodeId, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import {
  LeavesWithPrompt,
  PreviewedItem,
  PreviewItemRequest,
  PreviewPromptRequest,
  PromptDetail,
  PromptList,
  PromptPreviewPlan,
  PromptVersions,
  PromptVersionsQuery,
  SavePromptRequest,
} from './contract-prompts';

const params = z.object({ prompt: z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'not the name of a prompt') });
const ofLeaf = z.object({ leaf: NodeId.optional() });

export const listPrompts = endpoint({
  method: 'GET',
  path: '/api/v1/prompts',
  access: 'viewer',
  summary: 'List the prompts, and whose text each has in the taxonomy or in a leaf.',
  query: ofLeaf,
  response: PromptList,
});

export const getPrompt = endpoint({
  method: 'GET',
  path: '/api/v1/prompts/{prompt}',
  access: 'viewer',
  summary: 'Get the text of a prompt in the taxonomy or in a leaf, with the marks and variables it may have.',
  params,
  query: ofLeaf,
  response: PromptDetail,
});

export const savePrompt = endpoint({
  method: 'POST',
  path: '/api/v1/prompts/{prompt}/versions',
  access: 'curator',
  summary: 'Save a version of a prompt for the taxonomy or a leaf, or go back to the text that holds above.',
  params,
  body: SavePromptRequest,
  response: PromptDetail,
});

export const listPromptVersions = endpoint({
  method: 'GET',
  path: '/api/v1/prompts/{prompt}/versions',
  access: 'viewer',
  summary: 'List the versions of a prompt in the taxonomy or in a leaf, newest first.',
  params,
  query: PromptVersionsQuery,
  response: PromptVersions,
});

export const listPromptLeaves = endpoint({
  method: 'GET',
  path: '/api/v1/prompts/{prompt}/leaves',
  access: 'viewer',
  summary: 'List the leaves that have their own text of a prompt.',
  params,
  query: PageQuery,
  response: LeavesWithPrompt,
});

export const planPromptPreview = endpoint({
  method: 'POST',
  path: '/api/v1/prompts/{prompt}/preview/plan',
  access: 'curator',
  summary: 'Draw the items that a preview of a text would ask about, and say what it would cost. Asks nobody.',
  params,
  body: PreviewPromptRequest,
  response: PromptPreviewPlan,
});

export const previewPrompt = endpoint({
  method: 'POST',
  path: '/api/v1/prompts/{prompt}/preview',
  access: 'curator',
  summary: 'Ask a teacher about one real item, with the text that holds and with a new one. Saves nothing.',
  params,
  body: PreviewItemRequest,
  response: PreviewedItem,
});
