import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { PracticeTeacher } from '@/taxonomy/generation/practice/server';
import { choicesOfRun } from '@/taxonomy/generation/runs/choices-of-run';
import { getRun } from '@/taxonomy/generation/runs/get-run';
import { testKey } from '../../support/accounts-factories';
import { test } from '../../support/database';
import {
  makeFreeformLeaf,
  makePracticeTeacher,
  makeTeacher,
  requestOf,
  runToEnd,
} from '../../support/generation-factories';
import { webhookReceiver } from '../../support/webhook-receiver';

let practice: PracticeTeacher;
beforeAll(async () => void (practice = await makePracticeTeacher()));
afterAll(() => practice.close());

/** Runs one command until it ends. */
async function seedleaf(databaseUrl: string, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bin/seedleaf.ts', '--json', ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, SEEDLEAF_KEY: testKey.toString('base64') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const lines = output.stdout.split('\n').filter((line) => line.startsWith('{'));
  return { ...output, code, json: lines.map((line): Record<string, unknown> => JSON.parse(line)) };
}

describe('the command line', { timeout: 300_000 }, () => {
  test('starts a run like an earlier one, retries a group of errors, and lists the runs over a leaf', async ({
    db,
    databaseUrl,
  }) => {
    const leafId = await makeFreeformLeaf(db);
    const teacherId = await makeTeacher(db, practice.url);
    const options = { target: 5, rulesOff: ['echo' as const], maxCalls: 300 };
    const run = await runToEnd(db, requestOf(teacherId, [leafId], options));

    const like = await seedleaf(databaseUrl, 'generate', '--like', run.id, '--target', '6', '--seed', 'x');
    expect(like).toMatchObject({ code: 0, json: [{ target: 6, maxCalls: 300, rulesOff: ['echo'], seed: 'x' }] });
    const { runId: _, ...choices } = await choicesOfRun(db, run.id);
    expect(await choicesOfRun(db, String(like.json[0]?.['id']))).toMatchObject({ ...choices, target: 6 });

    // As if its first task had failed.
    const item = await db.runItem.findFirstOrThrow({ where: { runId: run.id }, orderBy: { ordinal: 'asc' } });
    const failure = { errorKind: 'bad_answer', error: 'It was not JSON.', state: 'failed' } as const;
    const failed = { id: crypto.randomUUID(), ordinal: 99, input: item.input as object, ...failure };
    await db.runItem.create({ data: { ...item, ...failed } });
    await db.run.update({ where: { id: run.id }, data: { itemsFailed: 1, itemsTotal: { increment: 1 } } });
    await db.runLeaf.updateMany({ where: { runId: run.id }, data: { itemsFailed: 1, itemsTotal: { increment: 1 } } });
    const [group] = (await getRun(db, run.id)).errors;
    const wrong = await seedleaf(databaseUrl, 'run', 'retry', run.id, '--error', 'all');
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('run show ID') });
    const retried = await seedleaf(databaseUrl, 'run', 'retry', run.id, '--error', group!.id);
    expect(retried).toMatchObject({ code: 0, json: [{ retried: 1, run: { state: 'queued', itemsFailed: 0 } }] });

    const other = await seedleaf(databaseUrl, 'run', 'list', '--leaf', await makeFreeformLeaf(db));
    expect(other).toMatchObject({ code: 0, json: [] });
    expect((await seedleaf(databaseUrl, 'run', 'list', '--leaf', leafId)).json).toHaveLength(2);
  });

  test('adds, tests, lists and removes a webhook, without a worker', async ({ db, databaseUrl }) => {
    let status = 200;
    const receiver = await webhookReceiver(() => ({ status }));
    const added = await seedleaf(databaseUrl, 'webhooks', 'add', receiver.url);
    expect(added).toMatchObject({ code: 0, json: [{ url: receiver.url, secret: expect.stringMatching(/^whsec_/) }] });
    const id = String(added.json[0]?.['id']);
    const tested = await seedleaf(databaseUrl, 'webhooks', 'test', id);
    expect(tested).toMatchObject({ code: 0, json: [{ state: 'delivered', status: 200, tries: 1 }] });
    status = 500;
    const failed = await seedleaf(databaseUrl, 'webhooks', 'test', id);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('It answered 500.') });
    const listed = await seedleaf(databaseUrl, 'webhooks', 'list');
    expect(listed.json).toMatchObject([{ id, lastDelivery: { state: 'waiting', status: 500 } }]);
    expect(listed.stdout).not.toContain(String(added.json[0]?.['secret']));
    expect((await seedleaf(databaseUrl, 'webhooks', 'remove', id)).code).toBe(0);
    expect(await db.webhook.count()).toBe(0);
    await receiver.close();
  });
});
