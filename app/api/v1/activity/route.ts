import { handle } from '@/app/api/handle';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';
import { listGoingDatasets } from '@/taxonomy/datasets/going';
import { listGoingFetches } from '@/taxonomy/documents/going';
import { listGoingRuns } from '@/taxonomy/generation/runs/going';
import type { Going } from '@/taxonomy/jobs/contract';
import * as endpoints from '@/taxonomy/jobs/endpoints';
import { stampTree } from '@/taxonomy/tree/counts';
import { getTheTaxonomy } from '@/taxonomy/tree/nodes';

export const GET = handle(
  endpoints.getActivity,
  async ({ db, actor }) => {
    const { id: taxonomyId } = await getTheTaxonomy(db);
    const [{ pending, stamp }, ...going] = await Promise.all([
      stampTree(db, taxonomyId),
      listGoingRuns(db),
      listGoingFetches(db),
      listGoingDatasets(db),
    ]);
    const mayCancel = mayActAs(actor.role, 'curator');
    const asSeen = (each: Going): Going => (mayCancel ? each : { ...each, cancelPath: null });
    return { pending, treeStamp: stamp, going: going.flat().map(asSeen) };
  },
  { etag: 'by content' },
);
