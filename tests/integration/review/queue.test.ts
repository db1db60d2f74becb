import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import type { Actor } from '@/taxonomy/accounts/contract';
import type { DecideRequest } from '@/taxonomy/review/contract';
import { decideMany } from '@/taxonomy/review/decide';
import { listReviewQueue, listSameAnswers } from '@/taxonomy/review/queue';
import { test } from '../../support/database';
import { makeActor, makeLeaf, makeRun, makeSample } from '../../support/factories';

let ada: Actor;
test.beforeAll(async ({ db }) => {
  ada = await makeActor(db, { name: 'Ada', role: 'reviewer' });
});

const decision = (sampleId: string, version: number, rest: Partial<DecideRequest> = {}): DecideRequest => ({
  id: randomUUID(),
  sampleId,
  version,
  verdict: 'approve',
  ...rest,
});

async function decideOne(db: Database, reviewer: Actor, request: DecideRequest) {
  const [outcome] = await decideMany(db, reviewer, [request]);
  return outcome!;
}

describe('listSameAnswers', () => {
  test('finds samples of the leaf with the same answer, ignoring case and outer spaces', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const { id } = await makeSample(db, { leaf, answer: 'Old pond, a frog jumps in.' });
    const same = await makeSample(db, { leaf, answer: '  old pond, a frog jumps in.\n', status: 'approved' });
    await makeSample(db, { leaf, answer: 'Another haiku.' });
    await makeSample(db, { answer: 'Old pond, a frog jumps in.' });
    expect(await listSameAnswers(db, id)).toEqual({
      items: [{ id: same.id, question: same.question, status: 'approved' }],
      total: 1,
    });
  });
});

describe('listReviewQueue', () => {
  test('searches a limited number of samples per request, and finds all of them over several pages', async ({ db }) => {
    const leaf = await makeLeaf(db);
    for (const question of ['pond 1', 'frog', 'newt', 'toad', 'pond 2', 'carp', 'pond 3'])
      await makeSample(db, { leaf, question });
    for (const nodeId of [leaf.id, null]) {
      const scope = { taxonomyId: leaf.taxonomyId, nodeId };
      const pages: string[][] = [];
      for (let cursor: string | undefined; ;) {
        const query = { status: 'pending', text: 'pond', limit: 10, cursor } as const;
        const { items, nextCursor } = await listReviewQueue(db, scope, query, 3);
        pages.push(items.map(({ question }) => question));
        if (nextCursor === null) break;
        cursor = nextCursor;
      }
      expect(pages).toEqual([['pond 1'], ['pond 2'], ['pond 3']]);
    }
  });

  test('finds text that contains the wildcards of LIKE', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const { id } = await makeSample(db, { leaf, answer: 'It grew by 50% in vector<int>_t \\\\n.' });
    await makeSample(db, { leaf, answer: 'It grew by 500 in vector<int>xt.' });
    const scope = { taxonomyId: leaf.taxonomyId, nodeId: leaf.id };
    for (const text of ['50%', 'INT>_T', '\\\\n', 'grew by 50% in']) {
      const { items } = await listReviewQueue(db, scope, { status: 'pending', limit: 10, text });
      expect(
        items.map((each) => each.id),
        text,
      ).toEqual([id]);
    }
  });

  test('pages through a leaf by key while its samples are being decided', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const { id: runId } = await makeRun(db, leaf.taxonomyId);
    const made: { id: string }[] = [];
    for (let i = 0; i < 7; i++) made.push(await makeSample(db, { leaf, runId }));
    const scope = { taxonomyId: leaf.taxonomyId, nodeId: leaf.id };

    const first = await listReviewQueue(db, scope, { status: 'pending', limit: 3 });
    await decideMany(
      db,
      ada,
      first.items.map(({ id }) => decision(id, 0)),
    );
    const second = await listReviewQueue(db, scope, { status: 'pending', limit: 3, cursor: first.nextCursor! });
    const third = await listReviewQueue(db, scope, { status: 'pending', limit: 3, cursor: second.nextCursor! });

    expect([first, second, third].flatMap((page) => page.items.map(({ id }) => id))).toEqual(made.map(({ id }) => id));
    expect(third.nextCursor).toBeNull();
    expect(third.counts).toEqual({ pending: 4, approved: 3, rejected: 0 });
  });

  test('shows everything below a folder and nothing beside it', async ({ db }) => {
    const inside = await makeLeaf(db);
    const sibling = await makeLeaf(db, { taxonomyId: inside.taxonomyId, parentId: inside.parentId });
    const { id } = await makeSample(db, { leaf: inside });
    await makeSample(db, { leaf: sibling });
    const page = await listReviewQueue(
      db,
      { taxonomyId: inside.taxonomyId, nodeId: inside.id },
      { status: 'pending', limit: 10 },
    );
    expect(page.items.map((each) => each.id)).toEqual([id]);
    const above = { taxonomyId: inside.taxonomyId, nodeId: inside.parentId };
    expect((await listReviewQueue(db, above, { status: 'pending', limit: 10 })).items).toHaveLength(2);
  });

  test('shows the samples of a run, with their counts', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const beside = await makeLeaf(db, { taxonomyId: leaf.taxonomyId, parentId: leaf.parentId });
    const [one, other] = [await makeRun(db, leaf.taxonomyId), await makeRun(db, leaf.taxonomyId)];
    const { id } = await makeSample(db, { leaf, runId: one.id });
    const { id: decided } = await makeSample(db, { leaf, runId: one.id });
    await makeSample(db, { leaf, runId: other.id });
    await makeSample(db, { leaf: beside, runId: one.id });
    await decideOne(db, ada, decision(decided, 0));

    const scope = { taxonomyId: leaf.taxonomyId, runId: one.id };
    const whole = await listReviewQueue(db, { ...scope, nodeId: null }, { status: 'pending', limit: 10 });
    expect(whole.counts).toEqual({ pending: 2, approved: 1, rejected: 0 });
    const ofLeaf = await listReviewQueue(db, { ...scope, nodeId: leaf.id }, { status: 'pending', limit: 10 });
    expect(ofLeaf.items.map((each) => each.id)).toEqual([id]);
    expect(ofLeaf.counts).toEqual({ pending: 1, approved: 1, rejected: 0 });
  });
});
