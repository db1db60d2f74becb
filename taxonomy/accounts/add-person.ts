import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { DomainError } from '../errors';
import { recordAudit } from './audit';
import type { Actor, AddPersonRequest, PersonWithPassword } from './contract';
import { hashPassword, makePassword } from './password';
import { addPersonRow, setPasswordHash } from './repository';

/**
 * Adds a person with a first password, which is only returned and never stored.
 *
 * @throws DomainError `conflict` when an account, even a disabled one, has that e-mail.
 */
export async function addPerson(db: Database, actor: Actor, request: AddPersonRequest): Promise<PersonWithPassword> {
  const password = makePassword();
  const hash = await hashPassword(password);
  const person = await db.$transaction(async (tx) => {
    const added = await addPersonRow(tx, { id: uuid(), ...request });
    if (!added) throw new DomainError('conflict', `There is already an account for ${request.email}.`);
    await setPasswordHash(tx, added.id, uuid(), hash);
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'person.add',
      subjectType: 'person',
      subjectId: added.id,
      detail: { name: request.name, email: request.email, role: request.role },
    });
    return added;
  });
  return { person, password };
}
