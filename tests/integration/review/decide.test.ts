import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import type { Actor } from '@/taxonomy/accounts/contract';
import type { DecideRequest } from '@/taxonomy/review/contract';
import { decideEach, decideMany } from '@/taxonomy/review/decide';
import { getSample, listDecisions } from '@/taxonomy/review/queue';
import { listUndoable } from '@/taxonomy/review/undoable';
import { test } from '../../support/database';
import { makeActor, makeLeaf, makeRun, makeSample } from '../../support/factories';

let ada: Actor;
let bob: Actor;
test.beforeAll(async ({ db }) => {
  ada = await makeActor(db, { name: 'Ada', role: 'reviewer' });
  bob = await makeActor(db, { name: 'Bob', role: 'reviewer' });
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

const countsOf = async (db: Database, leafId: string) =>
  Object.fromEntries((await db.sampleCount.findMany({ where: { leafId } })).map(({ status, n }) => [status, n]));

describe('decideMany', () => {
  test('updates a sample and its counters together', async ({ db }) => {
    const { id, leafId } = await makeSample(db);
    const outcome = await decideOne(db, ada, decision(id, 0));
    expect(outcome).toMatchObject({ outcome: 'recorded', sample: { status: 'approved', version: 1 } });
    expect(await countsOf(db, leafId)).toEqual({ pending: 0, approved: 1 });
  });

  test('lets one of two reviewers win, and tells the other who was first', async ({ db }) => {
    const { id } = await makeSample(db);
    const both = await Promise.all([
      decideOne(db, ada, decision(id, 0, { verdict: 'approve' })),
      decideOne(db, bob, decision(id, 0, { verdict: 'reject', reason: 'wrong' })),
    ]);
    expect(both.map((each) => each.outcome).toSorted()).toEqual(['conflict', 'recorded']);
    const loser = both.find((each) => each.outcome === 'conflict');
    const winner = both[0]?.outcome === 'recorded' ? ada : bob;
    expect(loser).toMatchObject({ by: winner.name, sample: { version: 1 } });
    expect(await db.decision.count({ where: { sampleId: id } })).toBe(1);
  });

  test.for(['one request', 'two requests'])(
    'refuses a decision built on a refused edit, even if its version matches by chance (%s)',
    async (how, { db }) => {
      const { id, question } = await makeSample(db);
      const edit = decision(id, 0, { verdict: 'edit', text: { context: null, question, answer: 'Saturn.' } });
      const approval = decision(id, 1, { after: edit.id });
      await decideOne(db, ada, decision(id, 0, { verdict: 'reject', reason: 'wrong' }));
      const outcomes =
        how === 'one request'
          ? await decideMany(db, bob, [edit, approval])
          : [await decideOne(db, bob, edit), await decideOne(db, bob, approval)];
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['conflict', 'conflict']);
      expect(await getSample(db, id)).toMatchObject({ status: 'rejected', version: 1, answer: 'Jupiter.' });
    },
  );

  test('accepts a decision that builds on a recorded one', async ({ db }) => {
    const { id, question } = await makeSample(db);
    const edit = decision(id, 0, { verdict: 'edit', text: { context: null, question, answer: 'Saturn.' } });
    const outcomes = await decideMany(db, bob, [edit, decision(id, 1, { after: edit.id })]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded']);
    expect(await getSample(db, id)).toMatchObject({ status: 'approved', answer: 'Saturn.' });
  });

  test.for(['one request', 'a request each'])(
    'undoes an approval and then the edit before it, each based on the one before (%s)',
    async (how, { db }) => {
      const { id, question, answer } = await makeSample(db);
      const edit = decision(id, 0, { verdict: 'edit', text: { context: null, question, answer: 'Saturn.' } });
      const approval = decision(id, 1, { after: edit.id });
      const first = decision(id, 2, { verdict: 'undo', after: approval.id });
      const second = decision(id, 3, { verdict: 'undo', after: first.id });
      const requests = [edit, approval, first, second];
      const outcomes = how === 'one request' ? await decideMany(db, ada, requests) : [];
      for (const each of how === 'one request' ? [] : requests) outcomes.push(await decideOne(db, ada, each));
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(requests.map(() => 'recorded'));
      expect(await getSample(db, id)).toMatchObject({ status: 'pending', version: 4, answer, original: null });
    },
  );

  test('counts a decision once when it is sent twice', async ({ db }) => {
    const { id, leafId } = await makeSample(db);
    const request = decision(id, 0);
    await decideOne(db, ada, request);
    expect(await decideOne(db, ada, request)).toMatchObject({ outcome: 'repeated' });
    expect(await countsOf(db, leafId)).toEqual({ pending: 0, approved: 1 });
  });

  test('refuses an id that was used for another decision, and says so', async ({ db }) => {
    const [first, second] = [await makeSample(db), await makeSample(db)];
    const request = decision(first.id, 0);
    await decideOne(db, ada, request);
    const reused = [
      { ...request, verdict: 'reject', reason: 'wrong' } as const,
      { ...request, sampleId: second.id },
      { ...request, version: 1 },
    ];
    for (const each of reused) {
      expect(await decideOne(db, ada, each)).toMatchObject({
        outcome: 'refused',
        message: expect.stringContaining('already used'),
      });
    }
    expect(await decideOne(db, bob, request)).toMatchObject({ outcome: 'refused' });
    expect(await getSample(db, first.id)).toMatchObject({ status: 'approved', version: 1 });
    expect(await getSample(db, second.id)).toMatchObject({ status: 'pending', version: 0 });
  });

  test('keeps every space and line end of an edit', async ({ db }) => {
    const { id } = await makeSample(db);
    const text = { context: '\n c ', question: '  Q?\t', answer: '    def f():\r\n        return 3\n' };
    await decideOne(db, ada, decision(id, 0, { verdict: 'edit', text }));
    expect(await getSample(db, id)).toMatchObject(text);
  });

  test("keeps the teacher's text when a person edits, and restores it on undo", async ({ db }) => {
    const { id, question, answer } = await makeSample(db);
    const text = { context: null, question: 'Which one?', answer: 'Jupiter, the fifth planet from the Sun.' };
    await decideOne(db, ada, decision(id, 0, { verdict: 'edit', text }));
    expect(await getSample(db, id)).toMatchObject({ ...text, original: { context: null, question, answer } });
    await decideOne(db, ada, decision(id, 1, { verdict: 'undo' }));
    expect(await getSample(db, id)).toMatchObject({ question, answer, original: null, status: 'pending' });
  });

  test('undoes one decision after the other, newest first, and each time adds a decision', async ({ db }) => {
    const { id, leafId } = await makeSample(db);
    const text = { context: null, question: 'Q?', answer: 'A.' };
    const requests = [
      decision(id, 0, { verdict: 'edit', text }),
      decision(id, 1, { verdict: 'approve' }),
      decision(id, 2, { verdict: 'undo' }),
      decision(id, 3, { verdict: 'undo' }),
    ];
    const outcomes = await decideMany(db, ada, requests);
    expect(outcomes.map((each) => each.outcome)).toEqual(['recorded', 'recorded', 'recorded', 'recorded']);
    expect(await getSample(db, id)).toMatchObject({ status: 'pending', version: 4, original: null });
    expect(await countsOf(db, leafId)).toMatchObject({ pending: 1 });
    expect((await listDecisions(db, id)).map((each) => each.verdict)).toEqual(['edit', 'approve', 'undo', 'undo']);
  });

  test('lets anyone who can decide return a sample to review, by a decision that is recorded and can be undone', async ({
    db,
  }) => {
    const { id, leafId } = await makeSample(db);
    await decideOne(db, ada, decision(id, 0));
    const reopened = await decideOne(db, bob, decision(id, 1, { verdict: 'reopen' }));
    expect(reopened).toMatchObject({ outcome: 'recorded', sample: { status: 'pending', version: 2 } });
    expect(await countsOf(db, leafId)).toEqual({ pending: 1, approved: 0 });
    expect((await listDecisions(db, id)).map((each) => each.verdict)).toEqual(['approve', 'reopen']);
    await decideOne(db, bob, decision(id, 2, { verdict: 'undo' }));
    expect(await getSample(db, id)).toMatchObject({ status: 'approved' });
  });

  test('tells a reviewer that they themselves were first, in another window', async ({ db }) => {
    const { id } = await makeSample(db);
    await decideOne(db, ada, decision(id, 0));
    expect(await decideOne(db, ada, decision(id, 0))).toMatchObject({ outcome: 'conflict', isYours: true });
    expect(await decideOne(db, bob, decision(id, 0))).toMatchObject({ outcome: 'conflict', isYours: false });
  });

  test("does not let a reviewer undo another person's decision", async ({ db }) => {
    const { id } = await makeSample(db);
    await decideOne(db, ada, decision(id, 0));
    expect(await decideOne(db, bob, decision(id, 1, { verdict: 'undo' }))).toMatchObject({ outcome: 'conflict' });
    expect(await getSample(db, id)).toMatchObject({ status: 'approved' });
  });

  test('records the valid decisions of a batch that also has a stale and an unknown one', async ({ db }) => {
    const [first, second] = [await makeSample(db), await makeSample(db)];
    const outcomes = await decideMany(db, ada, [
      decision(first.id, 7),
      decision(randomUUID(), 0),
      decision(second.id, 0, { verdict: 'reject', reason: 'too_easy', note: 'Everybody knows.' }),
    ]);
    expect(outcomes.map((each) => each.outcome)).toEqual(['conflict', 'not_found', 'recorded']);
    expect(await listDecisions(db, second.id)).toMatchObject([{ reason: 'too_easy', note: 'Everybody knows.' }]);
  });

  test('gives every sample exactly one winner when 8 reviewers decide on 40 at once', async ({ db }) => {
    const leaf = await makeLeaf(db);
    const { id: runId } = await makeRun(db, leaf.taxonomyId);
    const samples: { id: string }[] = [];
    for (let i = 0; i < 40; i++) samples.push(await makeSample(db, { leaf, runId }));
    const reviewers = await Promise.all(Array.from({ length: 8 }, (_, i) => makeActor(db, { name: `Reviewer ${i}` })));
    const outcomes = await Promise.all(
      reviewers.map((reviewer, i) => {
        const order = i % 2 === 0 ? samples : samples.toReversed();
        return decideMany(
          db,
          reviewer,
          order.map(({ id }) => decision(id, 0)),
        );
      }),
    );
    expect(outcomes.flat().filter((each) => each.outcome === 'recorded')).toHaveLength(40);
    expect(await countsOf(db, leaf.id)).toEqual({ pending: 0, approved: 40 });
  });

  test('stores unusual and hostile text unchanged', async ({ db }) => {
    const { id } = await makeSample(db);
    const text = { context: `'; DROP TABLE "Sample"; --`, question: 'null', answer: '{"a": "\\u0041 \\\\ \' "}' };
    await decideOne(db, ada, decision(id, 0, { verdict: 'edit', text }));
    expect(await getSample(db, id)).toMatchObject(text);
  });
});

describe('decideEach', () => {
  test('answers each decision by itself: one that cannot be read does not block the others', async ({ db }) => {
    const [first, second] = [await makeSample(db), await makeSample(db)];
    const blank = { ...decision(first.id, 0), verdict: 'edit', text: { context: null, question: ' ', answer: 'A' } };
    const nul = { ...blank, id: randomUUID(), text: { context: null, question: 'Q', answer: 'x\0y' } };
    const half = { ...blank, id: randomUUID(), text: { context: null, question: '\ud800', answer: 'A' } };
    const outcomes = await decideEach(db, ada, {
      decisions: [{ ...decision(first.id, 0), verdict: 'maybe' }, blank, nul, half, decision(second.id, 0)],
    });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused', 'refused', 'recorded']);
    expect(outcomes[2]?.message).toContain('Character 2 is U+0000');
    expect(outcomes[1]).toMatchObject({ id: blank.id, sampleId: first.id });
    expect(outcomes[1]?.message).toContain('A question cannot be empty.');
  });

  test('never records what another person decided on the same device', async ({ db }) => {
    const { id } = await makeSample(db);
    const request = { reviewerId: ada.id, decisions: [decision(id, 0)] };
    await expect(decideEach(db, bob, request)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await getSample(db, id)).toMatchObject({ status: 'pending' });
    expect(await decideEach(db, ada, request)).toMatchObject([{ outcome: 'recorded' }]);
  });
});

describe('listUndoable', () => {
  test('returns one’s own last decisions in force, newest first, without those that others decided on later', async ({
    db,
  }) => {
    const cleo = await makeActor(db, { name: 'Cleo' });
    const leaf = await makeLeaf(db);
    const [one, two, three] = [await makeSample(db, { leaf }), await makeSample(db, { leaf }), await makeSample(db)];
    const text = { context: null, question: 'Q?', answer: 'A.' };
    await decideMany(db, cleo, [
      decision(one.id, 0, { verdict: 'edit', text }),
      decision(one.id, 1),
      decision(one.id, 2, { verdict: 'undo' }),
      decision(two.id, 0),
      decision(one.id, 3, { verdict: 'reject', reason: 'wrong' }),
      decision(three.id, 0),
    ]);
    const scope = { nodeId: leaf.id };
    const found = await listUndoable(db, cleo, scope);
    expect(found.map(({ verdict, sampleVersion, sample }) => [verdict, sampleVersion, sample.id])).toEqual([
      ['reject', 3, one.id],
      ['approve', 0, two.id],
      ['edit', 0, one.id],
    ]);
    expect(found[2]).toMatchObject({ textBefore: { answer: 'Jupiter.' }, sample: { version: 4, status: 'rejected' } });
    await decideMany(db, bob, [decision(one.id, 4)]);
    expect((await listUndoable(db, cleo, scope)).map(({ sample }) => sample.id)).toEqual([two.id]);
    expect(await listUndoable(db, cleo, { nodeId: null })).toHaveLength(2);
  });
});
