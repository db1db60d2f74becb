import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomOf, type Random } from '@/taxonomy/generation/practice/random';
import { openAiCompatible } from '@/taxonomy/generation/teacher/openai-compatible';
import { TeacherError } from '@/taxonomy/generation/teacher/teacher';
import type { Scale, Verdict } from './verdict';

const MOST_GROWTH_MB = 100;

/** Every answer that a server can give must end as a completion, or as a failure of a known kind. */
export async function attempt(scale: Scale): Promise<Verdict> {
  const cases = scale === 'full' ? 5_000 : 500;
  let next: (response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => next(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const teacher = openAiCompatible({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    model: 'm',
    rules: { innerHosts: ['*'], ownPorts: [], mayBeThisMachine: true },
    slots: 4,
    timeoutMs: 1_000,
  });
  const request = { messages: [{ role: 'user' as const, content: 'Hi' }], temperature: 0, maxTokens: 16 };
  const outcomes = { answered: 0, refused: 0, unclassified: 0 };
  const before = heapMb();
  for (let i = 0; i < cases; i += 1) {
    const random = randomOf(`hostile ${i}`);
    next = (response) => answerBadly(response, random);
    try {
      const { text } = await teacher.complete(request, new AbortController().signal);
      if (typeof text === 'string') outcomes.answered += 1;
      else outcomes.unclassified += 1;
    } catch (error) {
      if (error instanceof TeacherError && error.message !== '') outcomes.refused += 1;
      else {
        outcomes.unclassified += 1;
        console.error(`Case ${i}:`, error);
      }
    }
  }
  await teacher.close();
  server.closeAllConnections();
  server.close();
  const growthMb = Math.max(0, Math.round(heapMb() - before));
  return {
    fault: 'hostile teacher',
    cases,
    failed: outcomes.unclassified,
    figures: { ...outcomes, growthMb },
    goal: `0 crashes, 0 unclassified, memory growth under ${MOST_GROWTH_MB} MB`,
    holds: outcomes.unclassified === 0 && growthMb < MOST_GROWTH_MB,
  };
}

function heapMb(): number {
  global.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

function answerBadly(response: ServerResponse, random: Random): void {
  const status = random.pick([
    200, 200, 200, 200, 201, 204, 301, 400, 401, 404, 413, 418, 422, 429, 500, 502, 503, 599,
  ]);
  const type = random.pick([
    'application/json',
    'text/html',
    'text/event-stream',
    'application/octet-stream',
    '',
    'a/b; c',
  ]);
  const headers: Record<string, string> = { ...(type && { 'content-type': type }) };
  if (random.chance(0.1)) headers['retry-after'] = random.pick(['0', '-1', '1e9', 'soon', '']);
  if (random.chance(0.05)) headers['content-encoding'] = random.pick(['gzip', 'br', 'identity', 'zip']);
  if (random.chance(0.05)) headers['location'] = '/v1/chat/completions';
  const body = Buffer.from(bodyOf(random), random.pick(['utf8', 'utf8', 'utf8', 'latin1', 'utf16le']));
  if (random.chance(0.05)) return void response.socket?.destroy();
  if (random.chance(0.05)) headers['content-length'] = String(body.length + 50);
  response.writeHead(status, headers);
  if (random.chance(0.1)) {
    response.write(body.subarray(0, body.length / 2));
    return void response.socket?.destroy();
  }
  response.end(status === 204 ? undefined : body);
}

const strange = ['', ' ', '\0', '\ud800', 'x'.repeat(100_000), '<think>', '</think>', '<|im_end|>', '[INST]', '﻿', '🜁'];

function bodyOf(random: Random): string {
  const value = (depth: number): unknown => {
    const kind = random.below(depth > 3 ? 6 : 8);
    if (kind === 6) return Array.from({ length: random.below(4) }, () => value(depth + 1));
    if (kind === 7)
      return { [random.pick(['error', 'message', 'content', 'text', 'choices', '__proto__'])]: value(depth + 1) };
    return [null, true, -1, 1e308, random.pick(strange), 'hello'][kind];
  };
  const message = {
    role: value(2),
    content: random.chance(0.5) ? 'Hello.' : value(1),
    reasoning_content: value(2),
    tool_calls: value(1),
  };
  const choices = [{ message, finish_reason: value(3) }];
  const completion = {
    model: value(2),
    choices: random.chance(0.6) ? choices : random.pick([value(0), [value(0)], [{ delta: message }]]),
    usage: random.pick([value(1), { prompt_tokens: value(3), completion_tokens: value(3) }]),
    error: random.chance(0.2) ? value(0) : undefined,
  };
  const json = JSON.stringify(random.chance(0.7) ? completion : (value(0) ?? null));
  return random.pick([
    json,
    json,
    json.slice(0, random.below(json.length + 1)),
    `data: ${json}\n\ndata: [DONE]\n\n`,
    `data: ${json.slice(0, 20)}\n\n: ping\n\ndata:`,
    `${'['.repeat(5_000)}${json}`,
    `<html><body>${json}</body></html>`,
    '',
  ]);
}
