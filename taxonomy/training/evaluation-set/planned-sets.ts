import { LRUCache } from 'lru-cache';
import type { Database } from '@/prisma/client';
import { loadVersion } from '../../datasets/versions';
import { planSet, type PlannedSet } from './plan-set';

const KEPT_MS = 10 * 60_000;

/** The last set, at most 10,000 questions of 8,000 bytes. */
const kept = new LRUCache<string, Promise<PlannedSet>>({ max: 1, ttl: KEPT_MS });

/**
 * The questions of a version, chosen once for people who look at their numbers and then download them, or ask at the same
 * time: with a million training rows it takes minutes. A published version never changes.
 *
 * @throws DomainError as planSet does; `not_found` also when the version was deleted since.
 */
export async function plannedSet(db: Database, versionId: string): Promise<PlannedSet> {
  await loadVersion(db, versionId);
  const known = kept.get(versionId);
  if (known) return known;
  // Nobody's leaving stops it, because others may wait for it, too.
  const planned = planSet(db, versionId, { signal: new AbortController().signal });
  kept.set(versionId, planned);
  planned.catch(() => kept.get(versionId) === planned && kept.delete(versionId));
  return planned;
}
