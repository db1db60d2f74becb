import type { Db } from '@/prisma/client';
import type { BackgroundJob } from '../jobs/contract';
import { selectRunningSources } from './repository-activity';

/** Fetches in progress, for the job list: the oldest 20. */
export async function listRunningFetches(db: Db): Promise<BackgroundJob[]> {
  const sources = await selectRunningSources(db);
  return sources.map(({ id, leafId, leafName }) => ({
    id,
    kind: 'documents',
    label: `Documents of ${leafName}`,
    done: 0,
    total: 0,
    unit: 'files',
    href: `/taxonomy/${leafId}`,
    cancelPath: null,
    isPractice: false,
    startedById: null,
  }));
}
