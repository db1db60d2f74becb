import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { recordAudit } from './audit';
import type { Actor, Person, PersonWithPassword, UpdatePersonRequest } from './contract';
import { hashPassword, makePassword } from './password';
import { changePersonRow, endSessions, findPerson, lockOwners, setPasswordHash } from './repository';

/**
 * Changes a person's role, or disables or enables their account. Disabling also ends their sessions; a new role applies
 * from their next request.
 *
 * @throws DomainError `conflict` when no owner could sign in afterwards.
 */
export async function changePerson(
  db: Database,
  actor: Actor,
  userId: string,
  request: UpdatePersonRequest,
): Promise<Person> {
  return db.$transaction(async (tx) => {
    const owners = await lockOwners(tx);
    const before = await getPerson(tx, userId);
    const role = request.role ?? before.role;
    const isDisabled = request.isDisabled ?? before.isDisabled;
    const staysOwner = role === 'owner' && !isDisabled;
    if (!staysOwner && owners.length === 1 && owners[0] === userId) throw lastOwner(before.name);

    const disabledAt = isDisabled === before.isDisabled ? undefined : isDisabled ? new Date() : null;
    const person = await changePersonRow(tx, userId, { role, disabledAt });
    if (isDisabled) await endSessions(tx, userId);
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'person.change',
      subjectType: 'person',
      subjectId: userId,
      detail: {
        before: { role: before.role, isDisabled: before.isDisabled },
        after: { role, isDisabled },
      },
    });
    return person;
  });
}

/** Gives a person a new password, which is returned only this once, and ends their sessions. */
export async function resetPassword(db: Database, actor: Actor, userId: string): Promise<PersonWithPassword> {
  const password = makePassword();
  const hash = await hashPassword(password);
  return db.$transaction(async (tx) => {
    const person = await getPerson(tx, userId);
    if (person.email === '') throw new DomainError('conflict', `${person.name} has no e-mail to sign in with.`);
    await setPasswordHash(tx, userId, uuid(), hash);
    await endSessions(tx, userId);
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'person.reset-password',
      subjectType: 'person',
      subjectId: userId,
    });
    return { person, password };
  });
}

async function getPerson(db: Db, userId: string): Promise<Person> {
  const person = await findPerson(db, userId);
  if (!person) throw new DomainError('not_found', 'There is no such person. Reload the list of people.');
  return person;
}

const lastOwner = (name: string) =>
  new DomainError('conflict', `${name} is the last owner. Make someone else an owner first.`);
