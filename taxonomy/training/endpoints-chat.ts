import { z } from 'zod';
import { Id, page, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import { ChatAnswerRequest, ChatPairs, ChatVote, ChatVoteRequest } from './contract-chat';

export const answerChat = endpoint({
  method: 'POST',
  path: '/api/v1/training/chat/answers',
  access: 'curator',
  summary: 'Ask a model for its next answer in a conversation. The answer comes as a stream of events (ChatRecord).',
  body: ChatAnswerRequest,
  response: 'text/event-stream',
});

export const listChatVotes = endpoint({
  method: 'GET',
  path: '/api/v1/training/chat/votes',
  access: 'viewer',
  summary: 'List votes on answers of two models, newest first.',
  query: PageQuery,
  response: page(ChatVote),
});

export const addChatVote = endpoint({
  method: 'POST',
  path: '/api/v1/training/chat/votes',
  access: 'curator',
  summary: 'Keep a vote on the answers of two models. The same request key keeps one vote.',
  body: ChatVoteRequest,
  response: z.object({ id: Id }),
});

export const listChatPairs = endpoint({
  method: 'GET',
  path: '/api/v1/training/chat/pairs',
  access: 'viewer',
  summary: 'Count the votes by pair of models, the pairs voted on most first.',
  response: ChatPairs,
});
