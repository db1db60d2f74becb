import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const Body = z.looseObject({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  stream: z.boolean().optional(),
  max_tokens: z.number().optional(),
  max_completion_tokens: z.number().optional(),
});
export type Asked = z.infer<typeof Body> & {
  /** The name of its prompt. */
  task: string;
  /** A correct answer to it. */
  good: string;
  limit: number;
  /** The number of earlier requests. */
  count: number;
};

/** The server's behaviour: a text as a completion, or any response. */
export type Quirk = (asked: Asked) => string | { status: number; body: unknown; headers?: Record<string, string> };

let serial = 0;

function goodAnswer(task: string, last: string): string {
  if (task === 'judge-safety') return 'Fine.\nVERDICT: SAFE';
  if (task.startsWith('judge-')) return `Fine.\nSCORE: ${task === 'judge-pair' ? 3 : 1}`;
  if (task === 'write-answer') return '[ANSWER]\nHere is a plain and complete reply.\n[END]';
  const wanted = Number(/Number wanted: (\d+)/.exec(last)?.[1] ?? 1);
  const questions = Array.from({ length: wanted }, () => `[QUESTION]\nWhat is fact number ${(serial += 1)}?\n[END]`);
  return questions.join('\n');
}

export const completionOf = (text: string, more: object = {}, message: object = {}) => ({
  model: 'stub',
  choices: [{ index: 0, message: { role: 'assistant', content: text, ...message }, finish_reason: 'stop' }],
  ...more,
});

/** An OpenAI-compatible server with one quirk, on its own port. */
export async function quirkyServer(quirk: Quirk) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return void response.end('{"data":[{"id":"stub"}]}');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Body.parse(JSON.parse(Buffer.concat(chunks).toString()));
    const task = /Task: (\S+)/.exec(body.messages[0]?.content ?? '')?.[1] ?? '';
    const last = body.messages.at(-1)?.content ?? '';
    const limit = body.max_tokens ?? body.max_completion_tokens ?? Infinity;
    const given = { ...body, task, good: goodAnswer(task, last), limit, count: asked.length };
    asked.push(given);
    const result = quirk(given);
    const {
      status,
      body: said,
      headers,
    } = typeof result === 'string'
      ? { status: 200, body: completionOf(result), headers: {} }
      : { headers: {}, ...result };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof said === 'string' ? said : JSON.stringify(said));
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    close: () => new Promise<void>((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}
