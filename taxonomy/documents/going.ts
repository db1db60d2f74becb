import type { Db } from '@/prisma/client';
import type { Going } from '../jobs/contract';
import { selectGoingSources } from './repository-going';

/** Documents that are being fetched now, as the tray shows them; of very many the oldest 20. */
export async function listGoingFetches(db: Db): Promise<Going[]> {
  const sources = await selectGoingSources(db);
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
  }));
}
