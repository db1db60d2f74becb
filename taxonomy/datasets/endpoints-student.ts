import { z } from 'zod';
import { Empty, Id, page } from '../contract';
import { endpoint } from '../endpoint';
import {
  AddTokenizerQuery,
  LearnedQuery,
  LearnedRow,
  LearnedSummary,
  ReaderQuery,
  Tokenizer,
  Tokenizers,
} from './contract-student';

export const listTokenizers = endpoint({
  method: 'GET',
  path: '/api/v1/tokenizers',
  access: 'viewer',
  summary: 'List the uploaded tokenizers.',
  response: Tokenizers,
});

export const addTokenizer = endpoint({
  method: 'POST',
  path: '/api/v1/tokenizers',
  access: 'curator',
  summary: 'Add a tokenizer from its tokenizer.json, with its tokenizer_config.json and chat_template.jinja if it has.',
  query: AddTokenizerQuery,
  body: 'multipart/form-data',
  response: Tokenizer,
});

export const removeTokenizer = endpoint({
  method: 'DELETE',
  path: '/api/v1/tokenizers/{tokenizerId}',
  access: 'curator',
  summary: 'Remove a tokenizer.',
  params: z.object({ tokenizerId: Id }),
  response: Empty,
});

export const listLearned = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/learned',
  access: 'viewer',
  summary: 'List the rows of one phase with what a trainer learns, masks, cuts off or drops of each.',
  params: z.object({ versionId: Id }),
  query: LearnedQuery,
  response: page(LearnedRow),
});

export const countLearned = endpoint({
  method: 'GET',
  path: '/api/v1/datasets/versions/{versionId}/learned/counts',
  access: 'viewer',
  summary: 'Count by phase what a trainer does with the rows, on a sample of large phases.',
  params: z.object({ versionId: Id }),
  query: ReaderQuery,
  response: LearnedSummary,
});
