import type { Page } from '@playwright/test';
import type { Database } from '@/prisma/client';
import type { Person } from '@/taxonomy/accounts/contract';
import type { Role } from '@/taxonomy/accounts/vocabulary';
import { makePerson } from './accounts-factories';

/** Creates a person with this role and signs this browser in as them. */
export async function signInAs(page: Page, db: Database, role: Role, baseUrl: string): Promise<Person> {
  const { person, password } = await makePerson(db, role);
  const answer = await page.request.post('/api/v1/session', {
    data: { email: person.email, password },
    headers: { origin: new URL(baseUrl).origin },
  });
  if (!answer.ok()) throw new Error(`Signing in failed: ${answer.status()} ${await answer.text()}`);
  return person;
}
