import { Slots } from '../teacher/slots';
import { TeacherError, type Completion, type CompletionRequest, type TeacherClient } from '../teacher/teacher';

type Closable = TeacherClient & { close(): Promise<void> };

/** A connection to a teacher, and what a worker must know about it. */
export type OpenTeacher = {
  client: Closable;
  /** Parallel calls, over all workers. */
  slots: number;
  model: string;
  /** Its answers come hours later, for example from a batch API: requests are recorded, and items sleep until then. */
  answersLater?: boolean;
};

/** Opens a connection to a teacher, with its key. @throws DomainError when it is not available. */
export type OpenTeacherOf = (teacherId: string) => Promise<OpenTeacher>;

const REOPEN_AFTER_MS = 5_000;

/** A teacher in use by this worker: one connection and one queue, shared by all its runs. */
export class TeacherInUse {
  readonly model: string;
  readonly answersLater: boolean;
  readonly slots: Slots;
  private client: Closable;
  private readonly size: number;
  private openedAt = performance.now();

  constructor(
    opened: OpenTeacher,
    workers: number,
    private readonly reopen: () => Promise<OpenTeacher>,
    onLow: () => void,
  ) {
    this.model = opened.model;
    this.answersLater = opened.answersLater ?? false;
    this.client = opened.client;
    this.size = opened.slots;
    this.slots = new Slots(shareOf(this.size, workers), onLow);
  }

  /** @throws TeacherError, or the signal's reason. */
  async complete(request: CompletionRequest, signal: AbortSignal): Promise<Completion> {
    try {
      return await this.client.complete(request, signal);
    } catch (error) {
      if (error instanceof TeacherError && error.kind === 'unreachable') await this.reconnect();
      throw error;
    }
  }

  /** Sets how many workers now share the teacher's slots. */
  share(workers: number): void {
    this.slots.resize(shareOf(this.size, workers));
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /** The practice teacher listens elsewhere after a restart, and a person may have corrected an address. */
  private async reconnect(): Promise<void> {
    if (performance.now() - this.openedAt < REOPEN_AFTER_MS) return;
    this.openedAt = performance.now();
    try {
      this.client = (await this.reopen()).client;
    } catch {
      // Keeps the old connection: the failure of the call itself says more.
    }
  }
}

/** The teachers that this worker has open. */
export class TeacherDesk {
  private readonly open = new Map<string, TeacherInUse>();

  /** @param onLow Called when a teacher has free slots. */
  constructor(
    private readonly openTeacher: OpenTeacherOf,
    private readonly onLow: () => void,
  ) {}

  async get(teacherId: string, workers: number): Promise<TeacherInUse> {
    const known = this.open.get(teacherId);
    if (known) return known;
    const reopen = () => this.openTeacher(teacherId);
    const teacher = new TeacherInUse(await reopen(), workers, reopen, this.onLow);
    this.open.set(teacherId, teacher);
    return teacher;
  }

  /** Sets how many workers now share the slots of each teacher. */
  share(workers: number): void {
    for (const teacher of this.open.values()) teacher.share(workers);
  }

  /** Closes the teachers that none of these runs use. */
  async keepOnly(teacherIds: ReadonlySet<string>): Promise<void> {
    for (const [id, teacher] of this.open) {
      if (teacherIds.has(id) || teacher.slots.inUse > 0) continue;
      this.open.delete(id);
      await teacher.close();
    }
  }

  async close(): Promise<void> {
    for (const teacher of this.open.values()) await teacher.close();
    this.open.clear();
  }
}

/** Workers share a teacher's slots evenly; each has at least one. */
const shareOf = (slots: number, workers: number): number => Math.max(1, Math.floor(slots / workers));
