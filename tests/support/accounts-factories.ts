import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { addPerson } from '@/taxonomy/accounts/add-person';
import { makeAuth, type Auth } from '@/taxonomy/accounts/auth';
import type { Person } from '@/taxonomy/accounts/contract';
import { signIn } from '@/taxonomy/accounts/sign-in';
import type { Role } from '@/taxonomy/accounts/vocabulary';

export const testKey = randomBytes(32);

export const makeTestAuth = (db: Database, baseUrl = 'http://127.0.0.1:3000'): Auth =>
  makeAuth({ db, key: testKey, baseUrl });

/** A person with a password. */
export async function makePerson(db: Database, role: Role): Promise<{ person: Person; password: string }> {
  return addPerson(db, commandLine, { name: `A ${role}`, email: `${randomUUID()}@example.org`, role });
}

/** The Cookie header that a browser would send after these headers. */
export const cookieOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');

/** A signed-in person, and their Cookie header. */
export async function makeSignedIn(db: Database, auth: Auth, role: Role) {
  const made = await makePerson(db, role);
  const request = { email: made.person.email, password: made.password };
  const headers = await signIn(auth, db, request, { headers: new Headers(), address: undefined });
  return { ...made, cookie: cookieOf(headers) };
}
