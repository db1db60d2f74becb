/**
 * Serves a GGUF model over the OpenAI protocol: `serve.ts LIBRARY MODEL.gguf PORT THREADS`.
 *
 * GET /v1/models and POST /v1/chat/completions, one answer after the other, without streaming. LIBRARY is the entry file
 * of node-llama-cpp, which install.ts keeps outside of the project.
 */
import http from 'node:http';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

/** Said to clients, too: so small a model repeats itself up to the limit, and more than this would take minutes. */
const CONTEXT_TOKENS = 3072;
/** An answer takes some seconds. Of some prompts the library makes none, and does not end by itself. */
const LONGEST_ANSWER_MS = 20_000;

const ChatRequest = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
  temperature: z.number().default(0.7),
  max_tokens: z.int().positive().default(512),
  seed: z.int().optional(),
  stop: z.union([z.string(), z.array(z.string())]).optional(),
});
type ChatRequest = z.infer<typeof ChatRequest>;

/** The parts of node-llama-cpp in use; its types are not installed with the project. */
type Llama = { loadModel(options: { modelPath: string }): Promise<Model> };
type Model = { tokenize(text: string): unknown[]; createContext(options: object): Promise<{ getSequence(): object }> };
type HistoryItem = { type: 'user' | 'system'; text: string } | { type: 'model'; response: string[] };
type Session = {
  setChatHistory(history: HistoryItem[]): void;
  promptWithMeta(text: string, options: object): Promise<{ responseText: string; stopReason: string }>;
  dispose(): void;
};
type Library = {
  getLlama(options: object): Promise<Llama>;
  LlamaChatSession: new (options: object) => Session;
};

const [libraryFile = '', modelFile = '', port = '', threadCount = ''] = process.argv.slice(2);
const threads = Number(threadCount);
const library: Library = await import(pathToFileURL(libraryFile).href);
const llama = await library.getLlama({ build: 'never', gpu: false, maxThreads: threads, logLevel: 'error' });
const model = await llama.loadModel({ modelPath: modelFile });
const context = await model.createContext({ contextSize: CONTEXT_TOKENS, threads });
const sequence = context.getSequence();

let last: Promise<unknown> = Promise.resolve();
http.createServer((request, response) => void route(request, response)).listen(Number(port), '127.0.0.1');

async function route(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  if (request.method === 'GET' && request.url === '/v1/models')
    return send(response, 200, {
      object: 'list',
      data: [{ id: 'smollm2', object: 'model', context_length: CONTEXT_TOKENS }],
    });
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
    return send(response, 404, { error: { message: `There is nothing at ${request.url}.` } });
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const parsed = ChatRequest.safeParse(JSON.parse(text));
  if (!parsed.success) return send(response, 400, { error: { message: z.prettifyError(parsed.error) } });
  const answer = last.then(() => complete(parsed.data));
  last = answer.catch(() => {});
  await answer.then(
    (completion) => send(response, 200, completion),
    (error: unknown) => send(response, 500, { error: { message: String(error) } }),
  );
}

async function complete({ messages, temperature, max_tokens, seed, stop }: ChatRequest): Promise<object> {
  const turns = messages.filter(({ role }) => role !== 'system');
  const question = turns.pop()?.content ?? '';
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const session = new library.LlamaChatSession({ contextSequence: sequence, autoDisposeSequence: false });
  try {
    session.setChatHistory([
      ...system.map((text) => ({ type: 'system' as const, text })),
      ...turns.map(({ role, content }): HistoryItem =>
        role === 'assistant' ? { type: 'model', response: [content] } : { type: 'user', text: content },
      ),
    ]);
    const { responseText, stopReason } = await session.promptWithMeta(question, {
      maxTokens: max_tokens,
      signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
      stopOnAbortSignal: true,
      temperature,
      seed,
      customStopTriggers: stop === undefined ? undefined : [stop].flat(),
    });
    const prompt = model.tokenize(messages.map(({ content }) => content).join('\n')).length;
    const completion = model.tokenize(responseText).length;
    return {
      object: 'chat.completion',
      model: 'smollm2',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: responseText },
          finish_reason: stopReason === 'maxTokens' || stopReason === 'abort' ? 'length' : 'stop',
        },
      ],
      usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
    };
  } finally {
    session.dispose();
  }
}

function send(response: http.ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
