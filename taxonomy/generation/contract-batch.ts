import { z } from 'zod';
import { Id } from '../contract';

const WaitingTeacher = z.object({
  teacherId: Id,
  name: z.string(),
  model: z.string(),
  /** Requests that wait for an answer. */
  waiting: z.int(),
});
export type WaitingTeacher = z.infer<typeof WaitingTeacher>;

/** Requests that were sent to the batch API of a teacher's server. */
const SentBatch = z.object({
  id: Id,
  teacherName: z.string(),
  requests: z.int(),
  /** As the server said last. */
  answered: z.int(),
  sentAt: z.iso.datetime(),
});

/** A batch run between two waves: the requests that wait for answers, by teacher. */
export const BatchState = z.object({
  teachers: z.array(WaitingTeacher),
  /** Tasks whose next requests are not recorded yet. When it is 0, the wave is complete. */
  working: z.int(),
  /** Batches that the servers work on. */
  sent: z.array(SentBatch),
});
export type BatchState = z.infer<typeof BatchState>;

export const BatchRequestsQuery = z.object({ teacherId: Id });

/** What became of the lines of an answer file. The numbers add up to `lines`. */
export const BatchAnswers = z.object({
  lines: z.int(),
  /** Answers that were stored. */
  stored: z.int(),
  /** Failed for a reason that may pass, such as a busy server: they wait, and are in the next request file. */
  again: z.int(),
  /** Failed for good: their tasks fail with that reason. */
  failed: z.int(),
  /** No request of this run waits for them: answered before, twice in the file, or of another run. */
  notWaiting: z.int(),
  /** Lines that are no answer. */
  unreadable: z.int(),
  /** The first problems, with their line numbers. */
  problems: z.array(z.object({ line: z.int(), message: z.string() })),
});
export type BatchAnswers = z.infer<typeof BatchAnswers>;
