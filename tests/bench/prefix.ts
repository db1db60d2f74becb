import { createHash } from 'node:crypto';
import { z } from 'zod';
import { connect, type Database } from '@/prisma/client';
import { randomOf } from '@/taxonomy/generation/practice/random';
import {
  makeFreeformLeaf,
  makeGroundedLeaf,
  makeKnowledgeLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
} from '../support/generation-factories';
import { throwawayDatabase } from './database';
import type { Figure } from './figure';

/** As vLLM caches them: whole blocks of 16 tokens. A block can be used again only if all before it are the same. */
const BLOCK_TOKENS = 16;
/** 160,000 tokens: a small part of the memory of one card. */
const CACHE_BLOCKS = 10_000;
const CHARACTERS_PER_TOKEN = 4;
const MIN_SHARE = 0.8;
const SLOTS = 64;

const Sent = z.array(z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) }));

/**
 * How much of what a teacher reads a server with a prefix cache has read before: the requests of a run, in the order in
 * which they were sent, against a simulated cache. Tokens are four characters each.
 */
export async function measure(): Promise<Figure[]> {
  const prompts = await promptsOfARun();
  const ours = shareCached(prompts);
  const shuffled = shareCached(randomOf('prefix').shuffled(prompts));
  return [
    {
      bench: 'prefix',
      metric: `prompt tokens in a cache of ${CACHE_BLOCKS} blocks, of ${prompts.length} calls`,
      value: Math.round(ours * 1000) / 10,
      unit: '%',
      against: `the same calls in a random order: ${Math.round(shuffled * 1000) / 10} %`,
      ratio: Math.round((ours / shuffled) * 100) / 100,
      goal: `at least ${MIN_SHARE * 100} %`,
      holds: ours >= MIN_SHARE,
    },
  ];
}

async function promptsOfARun(): Promise<string[]> {
  const database = await throwawayDatabase();
  const db = connect(database.url, 10);
  const practice = await makePracticeTeacher({ latencyMs: 50, sigma: 0.8 });
  try {
    for (let i = 0; i < 20; i += 1) {
      await makeFreeformLeaf(db);
      await makeGroundedLeaf(db);
      await makeKnowledgeLeaf(db, 6);
    }
    const teacherId = await makeTeacher(db, practice.url, { slots: SLOTS });
    const run = await runToEnd(db, requestOf(teacherId, [], { target: 60, seed: 'prefix' }));
    return await sentBy(db, run.id);
  } finally {
    await practice.close();
    await db.$disconnect();
    await database.drop();
  }
}

/** The prompts of a run in the order in which they were sent. */
async function sentBy(db: Database, runId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ request: unknown }[]>`
    SELECT request FROM "TeacherCall" WHERE "runId" = ${runId}::uuid
     ORDER BY "createdAt" - make_interval(secs => "latencyMs" / 1000.0)`;
  return Sent.parse(rows.map(({ request }) => request)).map(({ messages }) =>
    messages.map(({ role, content }) => `<${role}>${content}`).join(''),
  );
}

/** The share of all tokens that are in the cache when they are read. The blocks used longest ago leave it first. */
function shareCached(prompts: readonly string[]): number {
  const cache = new Map<string, true>();
  let [cached, total] = [0, 0];
  for (const prompt of prompts) {
    total += prompt.length / CHARACTERS_PER_TOKEN;
    let isHit = true;
    const chain = createHash('sha256');
    for (let from = 0; from + BLOCK_CHARACTERS <= prompt.length; from += BLOCK_CHARACTERS) {
      const key = chain
        .update(prompt.slice(from, from + BLOCK_CHARACTERS))
        .copy()
        .digest('base64');
      isHit &&= cache.delete(key);
      if (isHit) cached += BLOCK_TOKENS;
      else cache.delete(key);
      cache.set(key, true);
      const [oldest] = cache.keys();
      if (cache.size > CACHE_BLOCKS && oldest !== undefined) cache.delete(oldest);
    }
  }
  return cached / total;
}

const BLOCK_CHARACTERS = BLOCK_TOKENS * CHARACTERS_PER_TOKEN;
