import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { getTheTaxonomy } from '../../tree/nodes';
import type { AddEvaluationSetQuery, EvaluationSet, EvaluationSetRef } from '../contract-evaluation-sets';
import { limits } from '../vocabulary';
import { readTexts, type EvaluationText } from './read-texts';
import {
  deleteSet,
  deleteUnfinished,
  hasName,
  insertSet,
  insertTexts,
  markReady,
  removeSet,
  lockSets,
  selectSetRefs,
  selectSets,
  sumSets,
} from './repository';

const TEXTS_PER_STATEMENT = 1_000;
const UNFINISHED_AFTER_MS = 60 * 60_000;

/** The sets that new runs are checked against, by name. */
export async function listEvaluationSets(db: Db): Promise<EvaluationSet[]> {
  return selectSets(db, (await getTheTaxonomy(db)).id);
}

/** The same for a run that starts. */
export const freezeEvaluationSets = (tx: Db, taxonomyId: string): Promise<EvaluationSetRef[]> =>
  selectSetRefs(tx, taxonomyId);

/**
 * Stores the texts of a file as a set. Nothing of it is left when a line is wrong or the upload breaks off.
 *
 * @throws DomainError `invalid` naming the line, or when it has no text or too many; `conflict` when the name is taken.
 */
export async function addEvaluationSet(
  db: Database,
  actor: Actor,
  { name, field }: AddEvaluationSetQuery,
  source: AsyncIterable<Uint8Array>,
): Promise<EvaluationSet> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  await deleteUnfinished(db, taxonomyId, new Date(Date.now() - UNFINISHED_AFTER_MS));
  if (await hasName(db, taxonomyId, name)) throw nameTaken(name);
  const room = await roomFor(db, taxonomyId);
  const id = uuid();
  await insertSet(db, { id, taxonomyId, name, addedById: actor.id }).catch((error: unknown) => {
    throw isTaken(error) ? nameTaken(name) : error;
  });
  try {
    const size = await storeTexts(db, id, readTexts(source, field), room);
    if (size.texts === 0) throw new DomainError('invalid', 'The file has no texts.');
    await db.$transaction(async (tx) => {
      // Another set may have been added while this one was read.
      await lockSets(tx, taxonomyId);
      const left = await roomFor(tx, taxonomyId);
      if (size.texts > left.texts || size.characters > left.characters) throw tooMuch(left);
      await markReady(tx, id, size);
      const detail = { name, texts: size.texts };
      await recordAudit(tx, {
        actorId: actor.id,
        action: 'evaluation_set.add',
        subjectType: 'evaluation_set',
        subjectId: id,
        detail,
      });
    });
  } catch (error) {
    await deleteSet(db, id).catch(() => undefined);
    throw error;
  }
  const added = (await selectSets(db, taxonomyId)).find((set) => set.id === id);
  if (!added) throw new DomainError('not_found', 'The set was removed right after it was added.');
  return added;
}

/**
 * Removes a set. Runs that have started go on with it, so that all their workers decide alike.
 *
 * @throws DomainError `not_found`
 */
export async function removeEvaluationSet(db: Database, actor: Actor, setId: string): Promise<void> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  await db.$transaction(async (tx) => {
    const name = await removeSet(tx, taxonomyId, setId);
    if (name === null) throw new DomainError('not_found', 'There is no such evaluation set. Reload the page.');
    const detail = { name };
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'evaluation_set.remove',
      subjectType: 'evaluation_set',
      subjectId: setId,
      detail,
    });
  });
}

type Size = { texts: number; characters: number };

/** What may still be added. @throws DomainError `conflict` when there are as many sets as there may be. */
async function roomFor(db: Db, taxonomyId: string): Promise<Size> {
  const { sets, texts, characters } = await sumSets(db, taxonomyId);
  if (sets >= limits.evaluationSets) {
    throw new DomainError('conflict', `There are ${sets} evaluation sets, as many as there may be. Remove one first.`);
  }
  return { texts: limits.evaluationTexts - texts, characters: limits.evaluationCharacters - characters };
}

async function storeTexts(
  db: Database,
  setId: string,
  texts: AsyncIterable<EvaluationText>,
  room: Size,
): Promise<Size> {
  const size = { texts: 0, characters: 0 };
  let group: EvaluationText[] = [];
  for await (const text of texts) {
    size.texts += 1;
    size.characters += text.text.length;
    if (size.texts > room.texts || size.characters > room.characters) throw tooMuch(room);
    group.push(text);
    if (group.length < TEXTS_PER_STATEMENT) continue;
    await insertTexts(db, setId, group);
    group = [];
  }
  if (group.length > 0) await insertTexts(db, setId, group);
  return size;
}

const tooMuch = ({ texts, characters }: Size) =>
  new DomainError(
    'invalid',
    `All evaluation sets together may have ${limits.evaluationTexts.toLocaleString('en')} texts and ${limits.evaluationCharacters.toLocaleString('en')} characters. ` +
      `${texts.toLocaleString('en')} texts and ${characters.toLocaleString('en')} characters are left, and this file has more. Remove a set, or send fewer texts.`,
  );

const nameTaken = (name: string) =>
  new DomainError('conflict', `There is an evaluation set “${name}” already. Choose another name, or remove it first.`);

/** Two people added a set of the same name at once. */
const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'P2002';
