import { randomUUID } from 'node:crypto';
import { z } from 'zod';

/** The answer to the body of one request. */
export type BatchReply = { status: number; body: object };

const Line = z.object({ custom_id: z.string(), method: z.literal('POST'), url: z.string(), body: z.unknown() });

export const CreateBatch = z.object({
  input_file_id: z.string(),
  endpoint: z.literal('/v1/chat/completions'),
  completion_window: z.literal('24h'),
  metadata: z.record(z.string(), z.string()).nullish(),
});

type Batch = z.infer<typeof CreateBatch> & {
  id: string;
  object: 'batch';
  status: 'validating' | 'in_progress' | 'completed' | 'failed' | 'cancelled';
  created_at: number;
  output_file_id: string | null;
  error_file_id: string | null;
  errors: { data: { message: string; line: number | null }[] } | null;
  request_counts: { total: number; completed: number; failed: number };
};

const KEPT = 200;

/**
 * The files and batches of the practice teacher, as the batch API of OpenAI has them. They are kept in memory, the newest
 * ones only.
 */
export class Batches {
  private readonly files = new Map<string, string>();
  private readonly batches = new Map<string, Batch>();
  private readonly timers = new Set<NodeJS.Timeout>();

  /** @param workMs How long a batch takes. */
  constructor(
    private readonly reply: (body: unknown) => BatchReply,
    private readonly workMs: number,
  ) {}

  addFile(text: string): object {
    const id = `file-${randomUUID()}`;
    keep(this.files, id, text);
    return { id, object: 'file', bytes: Buffer.byteLength(text), purpose: 'batch' };
  }

  file(id: string): string | null {
    return this.files.get(id) ?? null;
  }

  create(wanted: z.infer<typeof CreateBatch>): Batch | null {
    const text = this.files.get(wanted.input_file_id);
    if (text === undefined) return null;
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const batch: Batch = {
      ...wanted,
      id: `batch_${randomUUID()}`,
      object: 'batch',
      status: 'validating',
      created_at: Math.floor(Date.now() / 1000),
      output_file_id: null,
      error_file_id: null,
      errors: null,
      request_counts: { total: lines.length, completed: 0, failed: 0 },
    };
    keep(this.batches, batch.id, batch);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (batch.status === 'validating') this.work(batch, lines);
    }, this.workMs);
    this.timers.add(timer);
    return batch;
  }

  list(): object {
    return { object: 'list', data: [...this.batches.values()].toReversed().slice(0, 100), has_more: false };
  }

  get(id: string): Batch | null {
    return this.batches.get(id) ?? null;
  }

  cancel(id: string): Batch | null {
    const batch = this.batches.get(id);
    if (batch?.status === 'validating') batch.status = 'cancelled';
    return batch ?? null;
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private work(batch: Batch, lines: string[]): void {
    const requests = lines.map(read);
    const wrong = requests.findIndex((request) => request === null);
    if (wrong >= 0) {
      batch.status = 'failed';
      batch.errors = { data: [{ message: 'This line is not a batch request.', line: wrong + 1 }] };
      return;
    }
    const written: { good: string[]; bad: string[] } = { good: [], bad: [] };
    for (const request of requests) {
      if (!request) continue;
      const { status, body } = this.reply(request.body);
      const response = { status_code: status, request_id: randomUUID(), body };
      const line = JSON.stringify({
        id: `batch_req_${randomUUID()}`,
        custom_id: request.custom_id,
        response,
        error: null,
      });
      (status < 400 ? written.good : written.bad).push(line);
    }
    batch.request_counts = { total: lines.length, completed: written.good.length, failed: written.bad.length };
    batch.output_file_id = this.fileOf(written.good);
    batch.error_file_id = this.fileOf(written.bad);
    batch.status = 'completed';
  }

  private fileOf(lines: string[]): string | null {
    if (lines.length === 0) return null;
    const id = `file-${randomUUID()}`;
    keep(this.files, id, `${lines.join('\n')}\n`);
    return id;
  }
}

function read(line: string): z.infer<typeof Line> | null {
  try {
    return Line.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

function keep<T>(map: Map<string, T>, id: string, value: T): void {
  map.set(id, value);
  const [oldest] = map.keys();
  if (map.size > KEPT && oldest !== undefined) map.delete(oldest);
}
