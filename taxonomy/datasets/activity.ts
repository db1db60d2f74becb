import type { Db } from '@/prisma/client';
import type { BackgroundJob } from '../jobs/contract';
import { selectRunningExports, selectRunningVersions } from './repository-exports';

/** Versions being published and exports being written, for the job list; at most 20 each. */
export async function listRunningDatasets(db: Db): Promise<BackgroundJob[]> {
  const [versions, exports] = await Promise.all([selectRunningVersions(db), selectRunningExports(db)]);
  return [
    ...versions.map(({ id, number, isPractice, dataset }) => ({
      id,
      kind: 'publishing' as const,
      // The name comes last: it may be long and be cut off.
      label: `Publishing version ${number} of ${dataset}`,
      done: 0,
      total: 0,
      unit: 'rows',
      href: `/datasets/${id}`,
      cancelPath: null,
      isPractice,
      startedById: null,
    })),
    ...exports.map(({ id, versionId, rowsDone, number, rows, isPractice, dataset }) => ({
      id,
      kind: 'export' as const,
      label: `Exporting version ${number} of ${dataset}`,
      done: rowsDone,
      total: rows,
      unit: 'rows',
      href: `/datasets/${versionId}`,
      cancelPath: null,
      isPractice,
      startedById: null,
    })),
  ];
}
