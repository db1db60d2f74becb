import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { DomainError } from '../errors';
import { recordAudit } from './audit';
import type { Actor, AddPersonRequest, PersonWithPassword } from './contract';
import { hashPassword, makePassword } from './password';
import { addPersonRow, setPasswordHash } from './repository';

/**
 * Adds somebody with a first password, which is in the answer and nowhere else.
 *
 * @throws DomainError `conflict` when the e-mail belongs to somebody already, disabled or not.
 */
export async function addPerson(db: Database, actor: Actor, request: AddPersonRequest): Promise<PersonWithPassword> {
  const password = makePassword();
  const hash = await hashPassword(password);
  const person = await db.$transaction(async (tx) => {
    const added = await addPersonRow(tx, { id: uuid(), ...request });
    if (!added) throw new DomainError('conflict', `${request.email} belongs to somebody here already.`);
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
