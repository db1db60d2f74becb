import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../accounts/audit';
import type { Actor } from '../accounts/contract';
import { DomainError } from '../errors';
import { enqueue } from '../jobs/queue';
import { knowledgeLeaf } from './add-uploaded-documents';
import type { DocumentSource } from './contract';
import { checkedCommit, checkedRepo, isFullId } from './git-reference';
import { pathMatcher } from './patterns';
import { lockLeaf } from './repository';
import {
  findSource,
  hasAllDocumentsOf,
  insertGitSource,
  selectGitSources,
  type GitReference,
} from './repository-sources';

export const FETCH_JOB = 'fetch-source';
const RECENT = 20;

/**
 * Asks for the documents that a knowledge leaf names, to be fetched in the background.
 *
 * A fetch that is already under way, or that has brought everything from the same commit id, is not repeated: its source
 * is returned.
 *
 * @param protocols Transports that a leaf may name (protocolsFrom).
 * @throws DomainError `invalid` when the leaf names no documents, or in a way that is not safe to hand to git.
 */
export async function queueFetch(
  db: Database,
  { actor, leafId, protocols }: { actor: Actor; leafId: string; protocols: readonly string[] },
): Promise<DocumentSource> {
  const { name, content } = await knowledgeLeaf(db, leafId);
  if (!content.document) {
    throw new DomainError(
      'invalid',
      `“${name}” names no documents. Write repository, commit and patterns into the leaf, or upload files.`,
    );
  }
  const { repo, commit, patterns } = content.document;
  const reference = { repo: checkedRepo(repo, protocols), commit: checkedCommit(commit), patterns };
  if (patterns.length === 0) {
    throw new DomainError('invalid', `“${name}” names no files of its repository. Write a pattern, such as *.md.`);
  }
  pathMatcher(patterns);
  return db.$transaction(async (tx) => {
    await lockLeaf(tx, leafId);
    const same = await sameFetch(tx, leafId, reference);
    if (same) return same;
    const id = await insertGitSource(tx, leafId, reference);
    await enqueue(tx, [{ kind: FETCH_JOB, groupId: id, payload: { sourceId: id } }]);
    const detail = { leafId, repo: reference.repo, commit: reference.commit };
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'documents.fetch',
      subjectType: 'source',
      subjectId: id,
      detail,
    });
    return getSource(tx, id);
  });
}

/** A branch may have moved, so only what was fetched by a commit's id is known to be the same. */
async function sameFetch(tx: Db, leafId: string, reference: GitReference): Promise<DocumentSource | undefined> {
  const sources = await selectGitSources(tx, leafId, RECENT);
  const latest = sources.find((source) => isSame(source, reference));
  if (!latest || latest !== sources[0]) return undefined;
  const isGoing = latest.state === 'queued' || latest.state === 'fetching';
  const isWhole = latest.state === 'ready' && latest.error === null && isFullId(reference.commit);
  const isHere = isWhole && latest.documentCount > 0 && (await hasAllDocumentsOf(tx, leafId, latest.id));
  return isGoing || isHere ? latest : undefined;
}

const isSame = (source: DocumentSource, { repo, commit, patterns }: GitReference): boolean =>
  source.repo === repo && source.commit === commit && JSON.stringify(source.patterns) === JSON.stringify(patterns);

/** @throws DomainError `not_found` */
export async function getSource(db: Db, id: string): Promise<DocumentSource> {
  const source = await findSource(db, id);
  if (!source) throw new DomainError('not_found', 'There is no such fetch of documents.');
  return source;
}
