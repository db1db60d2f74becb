import type { Database, Db } from '@/prisma/client';
import type { Actor } from '../accounts/contract';
import { DomainError } from '../errors';
import type { ImportReport } from '../seeds/contract';
import type { ImportResult } from '../seeds/import/import-taxonomy';
import { documentsCame } from '../seeds/import/imports';
import { queueFetch } from './fetch';
import { selectFetchErrors } from './repository-sources';

/**
 * Queues fetches for the documents of imported leaves. A reference that cannot be fetched does not fail the import; its
 * leaf gets a warning.
 */
export async function fetchImported(
  db: Database,
  { actor, result, protocols }: { actor: Actor; result: ImportResult; protocols: readonly string[] },
): Promise<ImportReport> {
  const refusals = new Map<string, string>();
  for (const leafId of result.leavesWithDocuments) {
    const refusal = await queueFetch(db, { actor, leafId, protocols }).then(
      () => null,
      (error: unknown) => {
        if (error instanceof DomainError) return error.message;
        throw error;
      },
    );
    if (refusal !== null) refusals.set(leafId, refusal);
  }
  await documentsCame(db, result.report);
  return withWarnings(result.report, refusals);
}

/** Adds a warning to each leaf with a failed fetch or an unreadable file. */
export async function withFetchOutcomes(db: Db, report: ImportReport): Promise<ImportReport> {
  const leafIds = report.leaves.flatMap(({ nodeId, kind }) =>
    nodeId !== null && kind === 'knowledge' ? [nodeId] : [],
  );
  return withWarnings(report, await selectFetchErrors(db, leafIds));
}

function withWarnings(report: ImportReport, messages: Map<string, string>): ImportReport {
  const leaves = report.leaves.map((leaf) => {
    const message = leaf.nodeId === null ? undefined : messages.get(leaf.nodeId);
    if (message === undefined) return leaf;
    const warning = { severity: 'warning' as const, line: null, column: null, field: '.document', message };
    return { ...leaf, problems: [...leaf.problems, warning] };
  });
  return { ...report, leaves };
}
