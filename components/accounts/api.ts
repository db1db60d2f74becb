import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AddPersonRequest,
  SignInRequest,
  UpdateMeRequest,
  UpdatePersonRequest,
} from '@/taxonomy/accounts/contract';
import { api, pages, query } from '../api';

export const PEOPLE_PAGE = 100;

export const me = queryOptions(query('/api/v1/me'));

/** Everybody, page by page. A server page seeds the first one. */
export const people = infiniteQueryOptions(pages('/api/v1/people', { query: { limit: PEOPLE_PAGE } }));

export const signIn = (body: SignInRequest) => api.post('/api/v1/session', { body });
export const claimOwnership = (token: string) => api.post('/api/v1/owner-link', { body: { token } });
export const changeMe = (body: UpdateMeRequest) => api.patch('/api/v1/me', { body });
export const addPerson = (body: AddPersonRequest) => api.post('/api/v1/people', { body });
export const changePerson = ({ id: userId, ...body }: UpdatePersonRequest & { id: string }) =>
  api.patch('/api/v1/people/{userId}', { params: { userId }, body });
export const resetPassword = (userId: string) => api.post('/api/v1/people/{userId}/password', { params: { userId } });

export const sessions = queryOptions(query('/api/v1/me/sessions'));
export const endSession = (sessionId: string) =>
  api.delete('/api/v1/me/sessions/{sessionId}', { params: { sessionId } });
export const endOtherSessions = () => api.delete('/api/v1/me/sessions');
