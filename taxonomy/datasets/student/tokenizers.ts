import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { getTheTaxonomy } from '../../tree/nodes';
import type { Tokenizer } from '../contract-student';
import { maxTokenizers } from '../vocabulary-student';
import { describeTemplate } from './describe-template';
import { openTokenizer } from './open-tokenizer';
import {
  countTokenizers,
  deleteTokenizer,
  insertTokenizer,
  lockTokenizers,
  selectTokenizers,
} from './repository-tokenizers';
import { readTokenizerConfig } from './tokenizer-config';

/** The files of a tokenizer, as they lie beside a model. */
export type TokenizerFiles = { tokenizer: Uint8Array; config: Uint8Array | null; chatTemplate: Uint8Array | null };

const SENTENCE = 'The chickadee’s song has 2 notes: “fee-bee”.';

/** All uploaded tokenizers, by name. */
export async function listTokenizers(db: Db): Promise<Tokenizer[]> {
  return selectTokenizers(db, (await getTheTaxonomy(db)).id);
}

/**
 * Stores a tokenizer after it was loaded and has encoded a sentence.
 *
 * @throws DomainError `invalid` when a file is wrong, with the reason; `conflict` when the name is taken.
 */
export async function addTokenizer(
  db: Database,
  actor: Actor,
  { name }: { name: string },
  { tokenizer, config, chatTemplate }: TokenizerFiles,
): Promise<Tokenizer> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  await refuseTaken(db, taxonomyId, name);
  const read = readTokenizerConfig(config, chatTemplate);
  const tried = await tryTokenizer(name, tokenizer, read.config);
  const { bosToken, eosToken } = read;
  if (read.chatTemplate !== null) {
    await describeTemplate(read.chatTemplate, name, { bosToken: bosToken ?? '', eosToken: eosToken ?? '' });
  }
  const id = uuid();
  const sha256 = createHash('sha256').update(tokenizer).digest('hex');
  await db.$transaction(async (tx) => {
    await lockTokenizers(tx, taxonomyId);
    await refuseTaken(tx, taxonomyId, name);
    const file = { sha256, bytes: tokenizer, size: tokenizer.byteLength };
    await insertTokenizer(tx, { id, taxonomyId, name, ...file, ...tried, ...read, addedById: actor.id });
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'tokenizer.add',
      subjectType: 'tokenizer',
      subjectId: id,
      detail: { name, sha256 },
    });
  });
  const added = (await selectTokenizers(db, taxonomyId)).find((each) => each.id === id);
  if (!added) throw new DomainError('not_found', 'The tokenizer was removed right after it was added.');
  return added;
}

/** @throws DomainError `not_found` */
export async function removeTokenizer(db: Database, actor: Actor, tokenizerId: string): Promise<void> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  await db.$transaction(async (tx) => {
    const name = await deleteTokenizer(tx, taxonomyId, tokenizerId);
    if (name === null) throw new DomainError('not_found', 'There is no such tokenizer. Reload the page.');
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'tokenizer.remove',
      subjectType: 'tokenizer',
      subjectId: tokenizerId,
      detail: { name },
    });
  });
}

async function tryTokenizer(name: string, bytes: Uint8Array, config: object) {
  const opened = await openTokenizer({
    kind: 'file',
    name,
    config,
    bytes: async function* () {
      yield bytes;
    },
  });
  try {
    const [[ids = []] = []] = await opened.encode([[SENTENCE]]);
    if (ids.length === 0) {
      throw new DomainError('invalid', `The tokenizer ${name} makes no tokens of a sentence. Send another file.`);
    }
    return { vocabulary: opened.vocabulary, specialTokens: opened.specialTokens };
  } finally {
    opened.close();
  }
}

async function refuseTaken(db: Db, taxonomyId: string, name: string): Promise<void> {
  const { count, isTaken } = await countTokenizers(db, taxonomyId, name);
  if (isTaken) {
    throw new DomainError(
      'conflict',
      `There is a tokenizer “${name}” already. Choose another name, or remove it first.`,
    );
  }
  if (count >= maxTokenizers) {
    throw new DomainError('conflict', `There are ${count} tokenizers, as many as there may be. Remove one first.`);
  }
}
