import type { Database } from '@/prisma/client';
import type { Leases } from '../../jobs/leases';
import { claim, hasDue, type ClaimedJob } from '../../jobs/queue';
import { ITEM_KIND } from '../runs/item-kind';
import type { Journal } from './journal';
import { LeafContents, loadItems } from './load-items';
import type { RunInWork } from './run-in-work';
import { MAX_TRIES, type LoadedItem } from './work-on-item';

/** How long a run that had no items due, or no budget for one, is not checked again. */
const DRY_MS = 500;
/** Items whose rows are between two calls, for example waiting for the journal. They use no slot. */
const MAX_AT_REST = 16;

/**
 * How often items were tried, by how careful a worker is with them. An item may be what killed its worker; most of those
 * that were in work with it are not.
 *
 * FRESH items are claimed first. When there are none left, a few SUSPECT ones are in work at once. At last, each LONE one
 * is worked on with nothing beside it: if the worker dies again, it was this item. The next try gives it up.
 */
const FRESH: Tries = [0, 1];
const SUSPECT: Tries = [2, 3];
const LONE: Tries = [MAX_TRIES - 1, 1_000_000];
type Tries = [least: number, most: number];
const SUSPECTS_AT_ONCE = 8;

/** Claims items of runs from the queue, a few at a time, so that memory stays bounded however long a run is. */
export class ItemClaims {
  private readonly contents = new LeafContents();
  /** Runs that had nothing to claim, and until when they need not be checked again. */
  private readonly dryUntil = new Map<string, number>();
  private readonly suspects = new WeakMap<RunInWork, Set<string>>();
  /** The run of which one item is worked on alone, or will be as soon as this worker has nothing else in work. */
  private loneIn: string | null = null;

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
    if (this.loneIn === runId) this.loneIn = null;
  }

  /**
   * Claims as many items of a run as its teacher can use, and reads what they need.
   *
   * @param sharing How many runs share the teacher.
   * @param inWork How many items of all runs this worker has in work.
   * @returns The items; `isEmpty` when the queue had none at all.
   */
  async take(run: RunInWork, sharing: number, inWork: number): Promise<{ items: LoadedItem[]; isEmpty: boolean }> {
    const runId = run.run.id;
    if (this.loneIn !== null) {
      if (this.loneIn !== runId || inWork > 0) return { items: [], isEmpty: false };
      const jobs = await this.claim(runId, 1, LONE);
      if (jobs.length > 0) return { items: await this.load(runId, jobs), isEmpty: false };
      this.loneIn = null;
    }
    const affordable = affordableItems(run);
    // This run can start nothing until an item ends.
    if (affordable <= 0) this.dryUntil.set(runId, performance.now() + DRY_MS);
    const limit = Math.min(roomFor(run, sharing), affordable);
    if (limit <= 0) return { items: [], isEmpty: false };
    const jobs = await this.claim(runId, limit, FRESH);
    if (jobs.length < limit) {
      this.dryUntil.set(runId, performance.now() + DRY_MS);
      jobs.push(...(await this.claimSuspects(run, limit - jobs.length)));
    }
    if (jobs.length > 0) return { items: await this.load(runId, jobs), isEmpty: false };
    if (!(await hasDue(this.db, runId, LONE[0]))) return { items: [], isEmpty: true };
    this.loneIn = runId;
    return { items: [], isEmpty: false };
  }

  private async claimSuspects(run: RunInWork, limit: number): Promise<ClaimedJob[]> {
    const held = [...(this.suspects.get(run) ?? [])].filter((id) => run.items.has(id));
    const room = Math.min(limit, SUSPECTS_AT_ONCE - held.length);
    if (room <= 0) return [];
    const jobs = await this.claim(run.run.id, room, SUSPECT);
    this.suspects.set(run, new Set([...held, ...jobs.map(({ id }) => id)]));
    return jobs;
  }

  private claim(groupId: string, limit: number, triedBefore: Tries): Promise<ClaimedJob[]> {
    const { owner, leaseSeconds } = this.leases;
    return claim(this.db, { kinds: [ITEM_KIND], owner, groupId, limit, leaseSeconds, triedBefore });
  }

  private async load(runId: string, jobs: readonly ClaimedJob[]): Promise<LoadedItem[]> {
    const items = await loadItems(this.db, runId, jobs, this.contents);
    await this.journal.load(
      runId,
      items.map(({ item }) => item.id),
    );
    return items;
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
