import type { WorkerReport } from '../teacher/server-states';
import { TeacherInUse, type OpenTeacherOf } from './teacher-in-use';

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

  /** The servers of all teachers that are open, for other processes to see. */
  report(): WorkerReport {
    return { teachers: [...this.open].map(([teacherId, teacher]) => ({ teacherId, servers: teacher.report() })) };
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
