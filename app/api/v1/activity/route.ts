import type { Database } from '@/prisma/client';
import { handle } from '@/app/api/handle';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listRunningDatasets } from '@/taxonomy/datasets/activity';
import { listRunningFetches } from '@/taxonomy/documents/activity';
import { listRunningRuns } from '@/taxonomy/generation/runs/activity';
import type { Activity, BackgroundJob } from '@/taxonomy/jobs/contract';
import * as endpoints from '@/taxonomy/jobs/endpoints';
import { makeShare } from '@/taxonomy/share';
import { stampTree } from '@/taxonomy/tree/counts';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

const share = makeShare<Activity>();

/** Every open page asks for it, and all people see the same but for what they may cancel. */
async function readActivity(db: Database): Promise<Activity> {
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const [{ pending, stamp }, ...running] = await Promise.all([
    stampTree(db, taxonomyId),
    listRunningRuns(db, taxonomyId),
    listRunningFetches(db),
    listRunningDatasets(db),
  ]);
  return { pending, treeStamp: stamp, running: running.flat() };
}

const withoutCancel = (each: BackgroundJob): BackgroundJob => ({ ...each, cancelPath: null });

export const GET = handle(
  endpoints.getActivity,
  async ({ db, actor }) => {
    const all = await share(db, '', () => readActivity(db));
    return mayActAs(actor.role, 'curator') ? all : { ...all, running: all.running.map(withoutCancel) };
  },
  { etag: 'by content' },
);
