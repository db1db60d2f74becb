import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { recordAudit } from './audit';
import type { Me, UpdateMeRequest } from './contract';
import { hashPassword, verifyPassword } from './password';
import * as repository from './repository';
import { tryPassword } from './password-tries';
import { weaknessOf } from './weak-password';

/** The session of this request. */
export type OwnSession = { id: string; actor: { id: string } };

/** The person of a session, as shown on their account page. */
export async function getMe(db: Db, session: OwnSession): Promise<Me> {
  const person = await repository.findPerson(db, session.actor.id);
  if (!person) throw new DomainError('unauthenticated', 'Your account no longer exists. Ask an owner.');
  const { id, name, role, email } = person;
  const hasPassword = (await repository.findPasswordHash(db, id)) !== null;
  const needsCurrentPassword = hasPassword && !(await repository.isOwnerLinkSession(db, session.id));
  return { id, name, role, email, hasPassword, needsCurrentPassword };
}

/**
 * Changes a person's own name, e-mail or password. A new password ends their other sessions.
 *
 * An owner who signed in by link needs no current password: whoever can make a link controls the machine.
 *
 * @throws DomainError `invalid` for a wrong or missing current password or a new one that is easy to guess, `conflict`
 * for a taken e-mail.
 */
export async function changeMe(db: Database, session: OwnSession, request: UpdateMeRequest): Promise<Me> {
  const me = await getMe(db, session);
  const { name, email = me.email, newPassword } = request;
  const isSensitive = newPassword !== undefined || email !== me.email;
  if (isSensitive && me.needsCurrentPassword) await checkCurrentPassword(db, me.id, request.currentPassword);
  if (newPassword !== undefined && email === '') {
    throw new DomainError('invalid', 'Add an e-mail too. You sign in with e-mail and password.');
  }
  const weakness = newPassword === undefined ? null : weaknessOf(newPassword, { name: name ?? me.name, email });
  if (weakness) throw new DomainError('invalid', weakness);
  const hash = newPassword === undefined ? null : await hashPassword(newPassword);
  return db.$transaction(async (tx) => {
    if (await repository.isEmailOfAnother(tx, email, me.id)) throw emailTaken(email);
    await repository.changePersonRow(tx, me.id, { name, email: email || undefined });
    if (hash !== null) {
      await repository.setPasswordHash(tx, me.id, uuid(), hash);
      await repository.endSessions(tx, me.id, session.id);
    }
    await recordAudit(tx, {
      actorId: me.id,
      action: 'me.change',
      subjectType: 'person',
      subjectId: me.id,
      detail: { name, email: email === me.email ? undefined : email, isPasswordNew: hash !== null },
    });
    return getMe(tx, session);
  });
}

/** Limited like a sign-in, so that a stolen session cannot be used to guess the password. */
async function checkCurrentPassword(db: Database, userId: string, password: string | undefined): Promise<void> {
  if (!password) throw new DomainError('invalid', 'Enter your current password too.');
  const isRight = await tryPassword(db, { account: userId }, async () => {
    const hash = await repository.findPasswordHash(db, userId);
    return hash !== null && (await verifyPassword({ hash, password })) ? true : null;
  });
  if (!isRight) throw new DomainError('invalid', 'Your current password is wrong. Nothing was changed.');
}

const emailTaken = (email: string) => new DomainError('conflict', `Another account uses ${email}.`);
