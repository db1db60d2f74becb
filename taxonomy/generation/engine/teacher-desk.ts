import { Slots } from '../teacher/slots';
import { TeacherError, type TeacherClient } from '../teacher/teacher';

/** A connection to a teacher, and what a worker must know of it. */
export type OpenTeacher = {
  client: TeacherClient & { close(): Promise<void> };
  /** Calls at once, in all workers together. */
  slots: number;
  model: string;
};

/** How a worker comes by a teacher's connection, key and all. @throws DomainError when it cannot be had. */
export type OpenTeacherOf = (teacherId: string) => Promise<OpenTeacher>;

/** A teacher in use by this worker: one connection and one queue for all runs that it writes. */
export type TeacherInUse = { client: TeacherClient; slots: Slots; model: string };

const REOPEN_AFTER_MS = 5_000;

/** The teachers that this worker has open. */
export class TeacherDesk {
  private readonly open = new Map<string, { teacher: TeacherInUse; shared: number; close: () => Promise<void> }>();

  /** @param onLow Called when a teacher has slots to spare. */
  constructor(
    private readonly openTeacher: OpenTeacherOf,
    private readonly onLow: () => void,
  ) {}

  async get(teacherId: string, workers: number): Promise<TeacherInUse> {
    return (this.open.get(teacherId) ?? (await this.openNew(teacherId, workers))).teacher;
  }

  /** So many workers share the slots of each teacher now. */
  share(workers: number): void {
    for (const { teacher, shared } of this.open.values()) teacher.slots.resize(shareOf(shared, workers));
  }

  /** Closes the teachers that none of these runs use. */
  async keepOnly(teacherIds: ReadonlySet<string>): Promise<void> {
    for (const [id, entry] of this.open) {
      if (teacherIds.has(id) || entry.teacher.slots.inUse > 0) continue;
      this.open.delete(id);
      await entry.close();
    }
  }

  async close(): Promise<void> {
    for (const { close } of this.open.values()) await close();
    this.open.clear();
  }

  private async openNew(teacherId: string, workers: number) {
    const opened = await this.openTeacher(teacherId);
    let current = opened.client;
    let openedAt = performance.now();
    // The practice teacher listens somewhere else after a restart, and a person may have corrected an address.
    const reopen = async () => {
      if (performance.now() - openedAt < REOPEN_AFTER_MS) return;
      openedAt = performance.now();
      current = (await this.openTeacher(teacherId)).client;
    };
    const client: TeacherClient = {
      complete: (request, signal) =>
        current.complete(request, signal).catch(async (error: unknown) => {
          if (error instanceof TeacherError && error.kind === 'unreachable') await reopen().catch(() => undefined);
          throw error;
        }),
    };
    const slots = new Slots(shareOf(opened.slots, workers), this.onLow);
    const entry = {
      teacher: { client, slots, model: opened.model },
      shared: opened.slots,
      close: () => current.close(),
    };
    this.open.set(teacherId, entry);
    return entry;
  }
}

/** Workers share a teacher's slots evenly; each has at least one. */
const shareOf = (slots: number, workers: number): number => Math.max(1, Math.floor(slots / workers));
