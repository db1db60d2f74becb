import { ownUrl } from '@/env';
import { db } from '@/prisma/db';
import { makeAuth, type Auth } from '@/taxonomy/accounts/auth';
import { installationKey } from './installation-key';

let made: Auth | undefined;

/** This process's better-auth, created at first use so that a build needs no key and no database. */
export function auth(): Auth {
  return (made ??= makeAuth({ db, key: installationKey(), baseUrl: ownUrl }));
}
