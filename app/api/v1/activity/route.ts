import { handle } from '@/app/api/handle';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listRunningDatasets } from '@/taxonomy/datasets/activity';
import { listRunningFetches } from '@/taxonomy/documents/activity';
import { listRunningRuns } from '@/taxonomy/generation/runs/activity';
import type { BackgroundJob } from '@/taxonomy/jobs/contract';
import * as endpoints from '@/taxonomy/jobs/endpoints';
import { stampTree } from '@/taxonomy/tree/counts';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(
  endpoints.getActivity,
  async ({ db, actor }) => {
    const { id: taxonomyId } = await getTheTaxonomy(db);
    const [{ pending, stamp }, ...running] = await Promise.all([
      stampTree(db, taxonomyId),
      listRunningRuns(db, taxonomyId),
      listRunningFetches(db),
      listRunningDatasets(db),
    ]);
    const mayCancel = mayActAs(actor.role, 'curator');
    const asSeen = (each: BackgroundJob): BackgroundJob => (mayCancel ? each : { ...each, cancelPath: null });
    return { pending, treeStamp: stamp, running: running.flat().map(asSeen) };
  },
  { etag: 'by content' },
);
