import type { Database } from '@/prisma/client';
import { DomainError } from '../../errors';
import type { Leases } from '../../jobs/leases';
import { setWarning, type OpenRun } from '../runs/repository-runs';
import { stopRun } from '../runs/stop-run';
import { Journal } from './journal';
import { RunInWork, type RunOptions } from './run-in-work';
import { TeacherDesk } from './teacher-desk';
import { healthLimits } from './teacher-health';
import type { OpenTeacherOf, TeacherInUse } from './teacher-in-use';

/** The runs that this worker has open, each with its teacher, from its first item until its last one has finished. */
export class OpenRuns {
  readonly desk: TeacherDesk;
  readonly journal: Journal;
  private readonly runs = new Map<string, RunInWork>();
  /** Runs whose teacher could not be opened, and since when. */
  private readonly unopened = new Map<string, number>();

  /** @param onLow Called when a teacher has free slots. */
  constructor(
    private readonly db: Database,
    private readonly leases: Leases,
    openTeacher: OpenTeacherOf,
    private readonly options: RunOptions,
    onLow: () => void,
  ) {
    this.desk = new TeacherDesk(openTeacher, onLow);
    this.journal = new Journal(db, (spending, ours) => this.runs.get(spending.runId)?.noteSpending(spending, ours));
  }

  get(runId: string): RunInWork | undefined {
    return this.runs.get(runId);
  }

  list(): RunInWork[] {
    return [...this.runs.values()];
  }

  /** Returns the run, and opens it if needed. @returns Null when one of its teachers is not available, now or ever. */
  async open(row: OpenRun): Promise<RunInWork | null> {
    const known = this.runs.get(row.id);
    if (known) return known;
    try {
      const { teacherId, judgeTeacherId, snapshot } = row;
      const writer = await this.openTeacher(teacherId, snapshot.teacher);
      const judge = judgeTeacherId && snapshot.judge ? await this.openTeacher(judgeTeacherId, snapshot.judge) : null;
      const run = new RunInWork(this.db, row, { writer, judge }, this.journal, this.options);
      this.runs.set(row.id, run);
      this.unopened.delete(row.id);
      return run;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.noteUnopened(row.id, error);
      return null;
    }
  }

  /** @throws DomainError when it is not available; `conflict` when it has another model than at the run's start. */
  private async openTeacher(id: string, { name, model }: { name: string; model: string }): Promise<TeacherInUse> {
    const teacher = await this.desk.get(id, this.leases.workerCount);
    if (teacher.model === model) return teacher;
    throw new DomainError(
      'conflict',
      `${name} was changed from ${model} to ${teacher.model} since the run started. Start a new run.`,
    );
  }

  /** Stops runs that are over, and forgets them after their last item has finished. @returns The forgotten ones. */
  async closeFinished(open: ReadonlySet<string>): Promise<string[]> {
    const closed: string[] = [];
    for (const [id, run] of this.runs) {
      if (!open.has(id)) run.stop();
      if (run.isStopped && run.isIdle) {
        await run.ending;
        this.runs.delete(id);
        closed.push(id);
      }
    }
    return closed;
  }

  /** Makes no new calls for any of them, and waits for running calls. */
  stopAll(graceMs: number): void {
    for (const run of this.runs.values()) run.stop(graceMs);
  }

  async close(): Promise<void> {
    await Promise.all(this.list().map((run) => run.abandonRest()));
    await this.journal.close();
    await this.desk.close();
  }

  /** The teacher cannot be opened. If it is only unreachable, it may come back: its process may be starting. */
  private async noteUnopened(runId: string, error: DomainError): Promise<void> {
    const since = this.unopened.get(runId) ?? performance.now();
    this.unopened.set(runId, since);
    const { neverAnsweredMs } = this.options.healthLimits ?? healthLimits;
    if (error.code === 'unavailable' && performance.now() - since < neverAnsweredMs) {
      await setWarning(this.db, runId, error.message);
    } else {
      this.unopened.delete(runId);
      await stopRun(this.db, runId, { state: 'failed', error: error.message });
    }
  }
}
