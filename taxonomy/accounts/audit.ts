import { createHash } from 'node:crypto';
import type { Db } from '@/prisma/client';
import { stripUnstorableJson } from '../text';
import { addAuditRow, listAuditRows, lockAudit, type AuditRow } from './repository-audit';

export type AuditInput = {
  /** The person; null for Seedleaf itself. */
  actorId: string | null;
  /** The action as `room.verb`: `person.add`, `teacher.change`. */
  action: string;
  subjectType: string;
  subjectId: string;
  /** Details needed to understand it later. Never a secret. */
  detail?: object;
};

const START = '0'.repeat(64);
const PAGE = 1000;

/**
 * Adds an entry to the audit log. Each row contains the hash of the one before, so that changed or missing rows can be
 * found.
 *
 * Call it last in a transaction: it locks the audit log until the commit, and taking further locks after it could
 * deadlock.
 */
export async function recordAudit(tx: Db, event: AuditInput): Promise<void> {
  const { at, lastHash } = await lockAudit(tx, event.actorId);
  const row = { ...event, at, detail: clean(event.detail ?? {}) };
  await addAuditRow(tx, { ...row, hash: hashOf(lastHash ?? START, row) });
}

/**
 * Verifies the chain from its first row. Finds rows that were changed, moved, or removed from the middle. Rows removed
 * from the end leave a valid shorter chain, so compare `events` with an earlier count.
 *
 * @returns The number of valid rows, and the id of the first invalid one.
 */
export async function verifyAudit(db: Db): Promise<{ events: number; brokenAt: string | null }> {
  let previous = START;
  let events = 0;
  for (let after = 0n; ;) {
    const rows = await listAuditRows(db, after, PAGE);
    for (const row of rows) {
      if (row.hash !== hashOf(previous, row)) return { events, brokenAt: String(row.id) };
      previous = row.hash;
      events += 1;
      after = row.id;
    }
    if (rows.length < PAGE) return { events, brokenAt: null };
  }
}

function hashOf(previous: string, row: Omit<AuditRow, 'id' | 'hash'>): string {
  const { at, actorId, action, subjectType, subjectId, detail } = row;
  const canonical = JSON.stringify([at.toISOString(), actorId, action, subjectType, subjectId, sorted(detail)]);
  return createHash('sha256').update(previous).update(canonical).digest('hex');
}

/** As Postgres will return it: without undefined, and without characters that jsonb refuses. */
function clean(detail: object): object {
  const plain = stripUnstorableJson(JSON.parse(JSON.stringify(detail)));
  return typeof plain === 'object' && plain !== null ? plain : {};
}

/** jsonb does not keep the order of keys, so the hash must not depend on it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => [key, sorted(each)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
