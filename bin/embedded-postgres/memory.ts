import { statfsSync } from 'node:fs';
import os from 'node:os';

const MB = 1024 * 1024;
/** Parallel queries share this much at most: three processes, each with twice its work_mem. */
const SHARED_BY_ONE_QUERY = 3 * 2 * 16 * MB;

/** What a server may use, in bytes; `shared` is the space for memory that processes share, null when it has no limit. */
export type Memory = { total: number; shared: number | null };

/** Of this machine, or of the container that this runs in. */
export function availableMemory(): Memory {
  // Node gives a huge number when there is no limit, or 0.
  const total = Math.min(os.totalmem(), process.constrainedMemory() || Infinity);
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return { total, shared: bavail * bsize };
  } catch {
    return { total, shared: null }; // not Linux
  }
}

/**
 * Cache of an eighth of the memory, at most 1 GB, which a server takes only as it reads that much; and room for sorting and
 * joining a million rows. Containers often have 64 MB of shared memory, in which such joins would fail: there, Postgres's
 * own default counts.
 */
export const memorySettings = ({ total, shared }: Memory) => ({
  shared_buffers: `${Math.round(Math.min(1024, Math.max(128, total / 8 / MB)))}MB`,
  ...(shared === null || shared > 2 * SHARED_BY_ONE_QUERY ? { work_mem: '16MB' } : {}),
});
