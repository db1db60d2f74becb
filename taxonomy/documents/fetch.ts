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
 * Queues a background fetch of the documents that a knowledge leaf names.
 *
 * If the same fetch is in progress, or has already brought everything from the same commit id, its source is returned
 * instead.
 *
 * @param protocols Transports that a leaf may name (protocolsFrom).
 * @throws DomainError `invalid` when the leaf names no documents or an address that is not safe to pass to git.
 */
export async function queueFetch(
  db: Database,
  { actor, leafId, protocols }: { actor: Actor; leafId: string; protocols: readonly string[] },
): Promise<DocumentSource> {
  const { name, content } = await knowledgeLeaf(db, leafId);
  if (!content.document) {
    throw new DomainError(
      'invalid',
      `“${name}” has no documents. Add a repository, commit and patterns to the leaf, or upload files.`,
    );
  }
  const { repo, commit, patterns } = content.document;
  const reference = { repo: checkedRepo(repo, protocols), commit: checkedCommit(commit), patterns };
  if (patterns.length === 0) {
    throw new DomainError('invalid', `“${name}” has no file patterns. Add one, such as *.md.`);
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

/** A branch may have moved, so only fetches by commit id are known to be current. */
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
  if (!source) throw new DomainError('not_found', 'There is no such fetch.');
  return source;
}
