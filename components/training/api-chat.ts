import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { api, pages, query, queryKeyOf } from '@/components/api';
import type { ChatVoteRequest } from '@/taxonomy/training/contract-chat';

const VOTES_PAGE = 20;

export const chatVotes = infiniteQueryOptions(pages('/api/v1/training/chat/votes', { query: { limit: VOTES_PAGE } }));

export const chatPairs = queryOptions(query('/api/v1/training/chat/pairs'));

export const addChatVote = (body: ChatVoteRequest) => api.post('/api/v1/training/chat/votes', { body });

/** After a vote. */
export const forgetVotes = (client: QueryClient) =>
  Promise.all(
    (['/api/v1/training/chat/votes', '/api/v1/training/chat/pairs'] as const).map((path) =>
      client.invalidateQueries({ queryKey: queryKeyOf(path) }),
    ),
  );
