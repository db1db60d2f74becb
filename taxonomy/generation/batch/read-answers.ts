import type { Database } from '@/prisma/client';
import { messageOf } from '../../errors';
import type { BatchAnswers } from '../contract-batch';
import { deliverAnswers, type LateAnswer } from '../engine/late-answers';
import { completionIn, readResultLine, type BatchTeacher, type ResultLine } from '../teacher/batch-lines';
import { TeacherError } from '../teacher/teacher';
import { batchTeacherOf } from '../teacher/clients';
import { sha256 } from '../text';
import { openBatchRun } from './batch-state';
import { readLines, type Line } from '../read-lines';
import { countFailedTries, selectRequestsByKey, type WaitingRequest } from './repository';
import { requestOf } from './stored-request';

const MAX_LINE_BYTES = 8 * 1024 * 1024;
const MAX_GROUP_BYTES = 8 * 1024 * 1024;
const MAX_GROUP = 200;
/** A request that failed so often for a passing reason fails for good: each try may have been paid for. */
const MAX_TRIES = 3;
const PROBLEMS_SHOWN = 20;

/**
 * Reads the answers to requests of a batch run: a file of OpenAI batch results, in any order. Answers go through the
 * journal as live ones do. A request without a line keeps waiting and is in the next request file. A file that is read
 * twice, or was read only in part, can be read again: an answer counts once.
 *
 * @throws DomainError as `openBatchRun`.
 */
export async function readAnswers(
  db: Database,
  runId: string,
  source: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<BatchAnswers> {
  await openBatchRun(db, runId);
  const reading = new Reading(db, runId);
  for await (const line of readLines(source, MAX_LINE_BYTES)) {
    signal?.throwIfAborted();
    await reading.add(line);
  }
  return reading.end();
}

type Read = { line: Line; text: string; result: ResultLine };

class Reading {
  private readonly sum = { lines: 0, stored: 0, again: 0, failed: 0, notWaiting: 0, unreadable: 0 };
  private readonly problems: BatchAnswers['problems'] = [];
  private readonly teachers = new Map<string, BatchTeacher>();
  private group: Read[] = [];
  private bytes = 0;

  constructor(
    private readonly db: Database,
    private readonly runId: string,
  ) {}

  async add(line: Line): Promise<void> {
    this.sum.lines += 1;
    const result = line.text === null ? null : readResultLine(line.text);
    if (line.text === null || !result) {
      this.sum.unreadable += 1;
      const what = line.text === null ? `is longer than ${MAX_LINE_BYTES / 1024 / 1024} MB` : 'is not a batch result';
      this.note(line, `The line ${what}. Each line must be a JSON object with custom_id and response or error.`);
      return;
    }
    this.group.push({ line, text: line.text, result });
    this.bytes += line.bytes;
    if (this.group.length >= MAX_GROUP || this.bytes >= MAX_GROUP_BYTES) await this.deliver();
  }

  async end(): Promise<BatchAnswers> {
    await this.deliver();
    return { ...this.sum, problems: this.problems };
  }

  private async deliver(): Promise<void> {
    const group = this.group;
    this.group = [];
    this.bytes = 0;
    const keys = group.map(({ result }) => result.custom_id);
    const rows = await selectRequestsByKey(this.db, this.runId, keys);
    const waiting = new Map(rows.map((row) => [row.key, row]));
    const answers: LateAnswer[] = [];
    const passing: { read: Read; error: TeacherError }[] = [];
    for (const read of group) {
      const row = waiting.get(read.result.custom_id);
      if (!row) {
        this.sum.notWaiting += 1;
        continue;
      }
      waiting.delete(row.key);
      try {
        answers.push({ key: row.key, completion: await this.completionOf(read, row) });
        this.sum.stored += 1;
      } catch (error) {
        if (!(error instanceof TeacherError)) throw error;
        if (error.isRetryable) passing.push({ read, error });
        else answers.push(this.failureOf(read, error));
      }
    }
    answers.push(...(await this.withoutTries(passing)));
    if (answers.length > 0) await deliverAnswers(this.db, answers);
  }

  private async completionOf({ result }: Read, row: WaitingRequest) {
    const teacher = this.teachers.get(row.teacherId) ?? (await batchTeacherOf(this.db, row.teacherId));
    this.teachers.set(row.teacherId, teacher);
    return completionIn(result, requestOf(row), { ...teacher, model: row.model });
  }

  /** Counts a try of each; those without a try left fail for good. */
  private async withoutTries(passing: { read: Read; error: TeacherError }[]): Promise<LateAnswer[]> {
    if (passing.length === 0) return [];
    const rows = passing.map(({ read }) => ({ key: read.result.custom_id, line: sha256(read.text) }));
    const tries = await countFailedTries(this.db, rows);
    return passing.flatMap(({ read, error }) => {
      if ((tries.get(read.result.custom_id) ?? 0) >= MAX_TRIES) return [this.failureOf(read, error)];
      this.sum.again += 1;
      this.note(read.line, `Will be asked again: ${error.message}`);
      return [];
    });
  }

  private failureOf({ line, result }: Read, error: TeacherError): LateAnswer {
    this.sum.failed += 1;
    this.note(line, messageOf(error));
    return { key: result.custom_id, failure: { kind: error.kind, message: error.message } };
  }

  private note({ number }: Line, message: string): void {
    if (this.problems.length < PROBLEMS_SHOWN) this.problems.push({ line: number, message });
  }
}
