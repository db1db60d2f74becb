import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AddPersonRequest,
  Me,
  People,
  Person,
  PersonWithPassword,
  SignInRequest,
  UpdateMeRequest,
  UpdatePersonRequest,
} from '@/taxonomy/accounts/contract';
import { api } from '../api-client';

export const PEOPLE_PAGE = 100;

export const me = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => api.get<Me>('/api/v1/me', signal),
});

/** Everybody, page by page. A server page seeds the first one. */
export const people = infiniteQueryOptions({
  queryKey: ['people'],
  queryFn: ({ pageParam, signal }) => {
    const query = new URLSearchParams({ limit: String(PEOPLE_PAGE), ...(pageParam !== '' && { cursor: pageParam }) });
    return api.get<People>(`/api/v1/people?${query}`, signal);
  },
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
});

export const signIn = (request: SignInRequest) => api.post<object>('/api/v1/session', request);
export const claimOwnership = (token: string) => api.post<object>('/api/v1/owner-link', { token });
export const changeMe = (request: UpdateMeRequest) => api.patch<Me>('/api/v1/me', request);
export const addPerson = (request: AddPersonRequest) => api.post<PersonWithPassword>('/api/v1/people', request);
export const changePerson = ({ id, ...request }: UpdatePersonRequest & { id: string }) =>
  api.patch<Person>(`/api/v1/people/${id}`, request);
export const resetPassword = (id: string) => api.post<PersonWithPassword>(`/api/v1/people/${id}/password`, {});
