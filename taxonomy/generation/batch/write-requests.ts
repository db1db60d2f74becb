import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import { requestLine } from '../teacher/batch-lines';
import { batchTeacherOf } from '../teacher/clients';
import { getBatch, openBatchRun } from './batch-state';
import type { RequestLine } from './request-files';
import { selectRequests, type WaitingRequest } from './repository';
import { requestOf } from './stored-request';

const PAGE = 500;

export type RequestFile = { name: string; requests: AsyncIterable<RequestLine> };

/**
 * The file with all requests of a run that wait for one teacher: one wave. Read again before answers came, it has the same
 * lines in the same order.
 *
 * @throws DomainError `conflict` while the wave is incomplete, or when nothing waits for this teacher.
 */
export async function writeRequests(db: Db, runId: string, teacherId: string): Promise<RequestFile> {
  await openBatchRun(db, runId);
  const { teachers, working } = await getBatch(db, runId);
  if (working > 0) {
    throw new DomainError(
      'conflict',
      `${working} tasks of this run are still preparing their requests. Try again in a moment; a worker must be running.`,
    );
  }
  const teacher = teachers.find((each) => each.teacherId === teacherId);
  if (!teacher) throw new DomainError('conflict', 'No request of this run waits for this teacher.');
  const model = teacher.model.replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return {
    name: `requests-${runId.slice(-8)}-${model}.jsonl`,
    requests: requestLines(db, { runId, teacherId }),
  };
}

/** The requests of a run to one teacher that wait and are in no batch, as lines. */
export async function* requestLines(
  db: Db,
  of: { runId: string; teacherId: string },
): AsyncGenerator<RequestLine, void, void> {
  const teacher = await batchTeacherOf(db, of.teacherId);
  let after: WaitingRequest | null = null;
  for (;;) {
    const rows: WaitingRequest[] = await selectRequests(db, of, { after, limit: PAGE });
    for (const row of rows)
      yield { key: row.key, line: requestLine(row.key, requestOf(row), { ...teacher, model: row.model }) };
    after = rows.at(-1) ?? null;
    if (rows.length < PAGE) return;
  }
}
