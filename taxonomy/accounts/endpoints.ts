import { z } from 'zod';
import { Empty, Id, PageQuery } from '../contract';
import { endpoint } from '../endpoint';
import {
  AddPersonRequest,
  ClaimOwnershipRequest,
  Me,
  People,
  Person,
  PersonWithPassword,
  SessionSummaries,
  SignInRequest,
  UpdateMeRequest,
  UpdatePersonRequest,
} from './contract';

const userId = z.object({ userId: Id });

export const signIn = endpoint({
  method: 'POST',
  path: '/api/v1/session',
  access: 'anybody',
  summary: 'Sign in. The response sets the session cookie.',
  body: SignInRequest,
  response: Empty,
});

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/v1/session',
  access: 'anybody',
  summary: 'Sign out. Ends the session and deletes its cookie.',
  response: Empty,
});

export const claimOwnership = endpoint({
  method: 'POST',
  path: '/api/v1/owner-link',
  access: 'anybody',
  summary: 'Sign in with an owner link. The response sets the session cookie.',
  body: ClaimOwnershipRequest,
  response: Empty,
});

export const getMe = endpoint({
  method: 'GET',
  path: '/api/v1/me',
  access: 'viewer',
  summary: 'Get your own account.',
  response: Me,
});

export const changeMe = endpoint({
  method: 'PATCH',
  path: '/api/v1/me',
  access: 'viewer',
  summary: 'Change your own account.',
  body: UpdateMeRequest,
  response: Me,
});

export const listSessions = endpoint({
  method: 'GET',
  path: '/api/v1/me/sessions',
  access: 'viewer',
  summary: 'List your sessions.',
  response: SessionSummaries,
});

export const endOtherSessions = endpoint({
  method: 'DELETE',
  path: '/api/v1/me/sessions',
  access: 'viewer',
  summary: 'End all your other sessions.',
  response: Empty,
});

export const endSession = endpoint({
  method: 'DELETE',
  path: '/api/v1/me/sessions/{sessionId}',
  access: 'viewer',
  summary: 'End one of your sessions.',
  params: z.object({ sessionId: z.string().min(1).max(100) }),
  response: Empty,
});

export const listPeople = endpoint({
  method: 'GET',
  path: '/api/v1/people',
  access: 'owner',
  summary: 'List people.',
  query: PageQuery,
  response: People,
});

export const addPerson = endpoint({
  method: 'POST',
  path: '/api/v1/people',
  access: 'owner',
  summary: 'Add a person. The response contains their first password.',
  body: AddPersonRequest,
  response: PersonWithPassword,
});

export const changePerson = endpoint({
  method: 'PATCH',
  path: '/api/v1/people/{userId}',
  access: 'owner',
  summary: "Change a person's role, or disable or enable their account.",
  params: userId,
  body: UpdatePersonRequest,
  response: Person,
});

export const resetPassword = endpoint({
  method: 'POST',
  path: '/api/v1/people/{userId}/password',
  access: 'owner',
  summary: 'Give a person a new password and end their sessions.',
  params: userId,
  response: PersonWithPassword,
});
