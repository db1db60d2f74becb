import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Database } from '@/prisma/client';
import { DomainError } from '../errors';
import type { JobHandler } from '../jobs/job-handler';
import { closeJob, type ClaimedJob } from '../jobs/queue';
import { getNode } from '../tree/nodes';
import { FETCH_JOB, getSource } from './fetch';
import { fetchCommit } from './fetch-commit';
import { checkedCommit, checkedRepo } from './git-reference';
import { readCommit, type ReadCommit } from './read-commit';
import { findSameDocument, insertDocument, linkDocument, lockLeaf, unlinkOtherGitDocuments } from './repository';
import { setSourceState } from './repository-sources';

const Payload = z.object({ sourceId: z.uuid() });
const MINUTES = 10;
const TRANSACTION = { timeout: 300_000, maxWait: 30_000 };

export type FetchSettings = {
  /** Transports that a leaf may name (protocolsFrom). */
  protocols: readonly string[];
  /** Hosts in the private network that the owner allows (hostsIn). */
  innerHosts: readonly string[];
  /** The environment for git, so that the owner's configuration, credentials and proxies work. */
  environment: NodeJS.ProcessEnv;
  /** A folder for fetched files; each fetch removes its files when it ends. */
  scratch: string;
};

/** Fetches a source's files from git, splits them into passages and adds them to the leaf, all or nothing. */
export function fetchSource(settings: FetchSettings): JobHandler {
  return {
    kind: FETCH_JOB,
    maxAttempts: 3,
    async run(job, { db, signal }) {
      const { sourceId } = Payload.parse(job.payload);
      const source = await getSource(db, sourceId);
      await setSourceState(db, sourceId, { state: 'fetching' });
      const read = await readSource(source, path.join(settings.scratch, `fetch-${sourceId}`), settings, signal);
      await storeDocuments(db, job, source, read);
    },
    async giveUp(job, error, { db }) {
      const { sourceId } = Payload.parse(job.payload);
      const message = error instanceof DomainError ? error.message : `The fetch failed: ${error.message}`;
      await db.$transaction(async (tx) => {
        await setSourceState(tx, sourceId, { state: 'failed', error: message });
        await closeJob(tx, job);
      });
    },
  };
}

type GitSource = { id: string; leafId: string; repo: string | null; commit: string | null; patterns: string[] };

async function readSource(
  source: GitSource,
  folder: string,
  { protocols, innerHosts, environment }: FetchSettings,
  stop: AbortSignal,
): Promise<ReadCommit> {
  // Checked again: the settings may have changed since the fetch was queued.
  const repo = checkedRepo(source.repo ?? '', protocols);
  const commit = checkedCommit(source.commit ?? '');
  const late = AbortSignal.timeout(MINUTES * 60_000);
  const options = { environment, protocols, innerHosts, signal: AbortSignal.any([stop, late]) };
  try {
    return await readCommit(await fetchCommit({ repo, commit }, folder, options), source.patterns, options);
  } catch (error) {
    if (!late.aborted || stop.aborted) throw error;
    throw new DomainError(
      'invalid',
      `${repo} took longer than ${MINUTES} minutes. Use a smaller repository, or upload the files.`,
      {
        cause: error,
      },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function storeDocuments(db: Database, job: ClaimedJob, source: GitSource, read: ReadCommit): Promise<void> {
  const { id: sourceId, leafId } = source;
  const { taxonomyId } = await getNode(db, leafId);
  await db.$transaction(async (tx) => {
    await lockLeaf(tx, leafId);
    const ids: string[] = [];
    for (const document of read.documents) {
      const same = await findSameDocument(tx, taxonomyId, document.name, document.sha256);
      const id = same ?? (await insertDocument(tx, { taxonomyId, sourceId }, document));
      await linkDocument(tx, leafId, id);
      ids.push(id);
    }
    // If a file is missing, keep its version from an earlier fetch.
    if (read.failures.length === 0) await unlinkOtherGitDocuments(tx, leafId, ids);
    await setSourceState(tx, sourceId, { state: 'ready', error: read.failures.join('\n') || null });
    if (!(await closeJob(tx, job))) throw new Error('Another worker took over this fetch.');
  }, TRANSACTION);
}
