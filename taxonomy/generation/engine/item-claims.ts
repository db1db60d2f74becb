import type { Database } from '@/prisma/client';
import type { Leases } from '../../jobs/leases';
import { claim } from '../../jobs/queue';
import { ITEM_KIND } from '../runs/item-kind';
import type { Journal } from './journal';
import { LeafContents, loadItems } from './load-items';
import type { RunInWork } from './run-in-work';
import type { LoadedItem } from './work-on-item';

/** How long a run that had no items due, or no budget for one, is not checked again. */
const DRY_MS = 500;
/** Items whose rows are between two calls, for example waiting for the journal. They use no slot. */
const MAX_AT_REST = 16;

/** Claims items of runs from the queue, a few at a time, so that memory stays bounded however long a run is. */
export class ItemClaims {
  private readonly contents = new LeafContents();
  /** Runs that had nothing to claim, and until when they need not be checked again. */
  private readonly dryUntil = new Map<string, number>();

  constructor(
    private readonly db: Database,
    private readonly leases: Leases,
    private readonly journal: Journal,
  ) {}

  isDry(runId: string): boolean {
    return performance.now() < (this.dryUntil.get(runId) ?? 0);
  }

  forget(runId: string): void {
    this.dryUntil.delete(runId);
  }

  /**
   * Claims as many items of a run as its teacher can use, and reads what they need.
   *
   * @param sharing How many runs share the teacher.
   * @returns The items; `isEmpty` when the queue had none at all.
   */
  async take(run: RunInWork, sharing: number): Promise<{ items: LoadedItem[]; isEmpty: boolean }> {
    const runId = run.run.id;
    const affordable = affordableItems(run);
    // This run can start nothing until an item ends.
    if (affordable <= 0) this.dryUntil.set(runId, performance.now() + DRY_MS);
    const limit = Math.min(roomFor(run, sharing), affordable);
    if (limit <= 0) return { items: [], isEmpty: false };
    const { owner, leaseSeconds } = this.leases;
    const jobs = await claim(this.db, { kinds: [ITEM_KIND], owner, groupId: runId, limit, leaseSeconds });
    if (jobs.length < limit) this.dryUntil.set(runId, performance.now() + DRY_MS);
    if (jobs.length === 0) return { items: [], isEmpty: true };
    const items = await loadItems(this.db, runId, jobs, this.contents);
    await this.journal.load(
      runId,
      items.map(({ item }) => item.id),
    );
    return { items, isEmpty: false };
  }
}

/**
 * Enough open items that each slot has a call waiting behind it, and no more. Runs that share a teacher may each fill
 * their share, however many calls of the others wait, and more when slots would be idle.
 */
function roomFor(run: RunInWork, sharing: number): number {
  const { slots } = run.teacher;
  const own = slots.of(run.runId);
  const share = Math.ceil(slots.capacity / sharing);
  if (own.waiting >= share && slots.waiting >= slots.capacity) return 0;
  const wanted = Math.max(2 * share - own.waiting - own.inUse, 2 * slots.capacity - slots.waiting - slots.inUse);
  return Math.min(wanted, 2 * slots.capacity + MAX_AT_REST - run.items.size);
}

/** With little budget left, few items are started, so that those can be finished. */
function affordableItems(run: RunInWork): number {
  const finishable = Math.floor(run.budget.left / Math.max(1, run.run.snapshot.callsAnItem));
  return run.items.size === 0 ? Math.max(1, finishable) : finishable - run.items.size;
}
