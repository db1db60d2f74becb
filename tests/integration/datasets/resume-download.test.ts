import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { ExportedFile } from '@/taxonomy/datasets/contract';
import { exportFolder, requestExport } from '@/taxonomy/datasets/export';
import { exportJob } from '@/taxonomy/datasets/job';
import { makeApproved, makeVersion, work } from '../../support/datasets-factories';
import { test, type People, type Route } from '../../support/routes';
import { serveRoute } from '../../support/serve-route';

const FILE = '/api/v1/datasets/versions/[versionId]/files/[exportId]/[name]';
const ZIP = '/api/v1/datasets/versions/[versionId]/files/[exportId]';
const hasCurl = spawnSync('curl', ['--version']).status === 0;

type Made = { db: Database; home: string; routes: Route[]; people: People };

/** An exported file with content of its own, and its route over HTTP. */
async function serveFile({ db, home, routes, people }: Made, { bytes = 1_000, breakAfter }: Sizes = {}) {
  const { taxonomyId } = await makeApproved(db, { skills: 1 });
  const { id: versionId } = await makeVersion(db, taxonomyId);
  const { id: exportId } = await requestExport(db, commandLine, { versionId, format: 'messages', home });
  await work(db, exportJob({ home }), exportId);
  const content = randomBytes(bytes);
  const place = path.join(exportFolder(home, { versionId, exportId }), 'skills.jsonl');
  writeFileSync(place, content);
  const files = (await db.export.findUniqueOrThrow({ where: { id: exportId } })).files as ExportedFile[];
  const grown = files.map((file) => (file.name === 'skills.jsonl' ? { ...file, bytes } : file));
  await db.export.update({ where: { id: exportId }, data: { files: grown } });
  const etag = `"${grown.find(({ name }) => name === 'skills.jsonl')?.sha256}"`;
  const route = routes.find(({ name }) => name === `GET ${FILE}`)!;
  const params = { versionId, exportId, name: 'skills.jsonl' };
  const served = await serveRoute(route, params, breakAfter === undefined ? {} : { breakAfter });
  const cookie = people.viewer ?? '';
  const get = (headers: Record<string, string> = {}, method = 'GET') =>
    fetch(served.url, { method, headers: { cookie, ...headers } });
  return { ...served, content, etag, cookie, get, versionId, exportId, place };
}
type Sizes = { bytes?: number; breakAfter?: number };

describe('the download of an exported file', () => {
  test('is whole with its hash as ETag, and says that it can be continued', async ({ db, home, routes, people }) => {
    const { get, content, etag, close } = await serveFile({ db, home, routes, people });
    const whole = await get();
    expect(whole.status).toBe(200);
    expect(Buffer.from(await whole.arrayBuffer())).toEqual(content);
    expect(Object.fromEntries(whole.headers)).toMatchObject({ 'accept-ranges': 'bytes', etag });
    await close();
  });

  test.for([
    ['bytes=0-0', 0, 1],
    ['bytes=990-', 990, 1_000],
    ['bytes=10-19', 10, 20],
    ['bytes=10-5000', 10, 1_000],
    ['bytes=-5', 995, 1_000],
    ['bytes=-5000', 0, 1_000],
  ] as const)('gives the part %s', async ([range, start, end], { db, home, routes, people }) => {
    const { get, content, close } = await serveFile({ db, home, routes, people });
    const part = await get({ range });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/1000`);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(content.subarray(start, end));
    await close();
  });

  test('refuses a part outside of the file, with its size', async ({ db, home, routes, people }) => {
    const { get, close } = await serveFile({ db, home, routes, people });
    for (const range of ['bytes=1000-', 'bytes=5000-6000', 'bytes=-0']) {
      const refused = await get({ range });
      expect([refused.status, refused.headers.get('content-range')]).toEqual([416, 'bytes */1000']);
    }
    await close();
  });

  test('is whole for several parts, what is no part, and a beginning of another file', async ({
    db,
    home,
    routes,
    people,
  }) => {
    const { get, etag, close } = await serveFile({ db, home, routes, people });
    const asked: Record<string, string>[] = [
      { range: 'bytes=0-1,5-6' },
      { range: 'bytes=9-5' },
      { range: 'bytes=-' },
      { range: 'lines=1-2' },
      { range: 'bytes=500-', 'if-range': '"another"' },
      { range: 'bytes=500-', 'if-range': new Date().toUTCString() },
    ];
    for (const headers of asked) {
      const whole = await get(headers);
      expect([whole.status, (await whole.arrayBuffer()).byteLength], JSON.stringify(headers)).toEqual([200, 1_000]);
    }
    expect((await get({ range: 'bytes=500-', 'if-range': etag })).status).toBe(206);
    await close();
  });

  test('says for HEAD that it can be continued, opens nothing and records nothing', async ({
    db,
    home,
    routes,
    people,
  }) => {
    const { get, etag, close, versionId, place } = await serveFile({ db, home, routes, people });
    const recorded = () => db.auditEvent.count({ where: { action: 'datasets.download', subjectId: versionId } });
    const head = await get({ range: 'bytes=0-1' }, 'HEAD');
    expect(head.status).toBe(200);
    expect(Object.fromEntries(head.headers)).toMatchObject({ 'accept-ranges': 'bytes', etag });
    expect(await recorded()).toBe(0);
    if (existsSync('/proc/self/fd')) {
      const open = readdirSync('/proc/self/fd').map((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`);
        } catch {
          return ''; // closed since it was listed
        }
      });
      expect(open).not.toContain(place);
    }
    await (await get()).arrayBuffer();
    expect(await recorded()).toBe(1);
    await close();
  });

  test.skipIf(!hasCurl)('is continued by curl where it broke off', async ({ db, home, routes, people }) => {
    const bytes = 3_000_000;
    const made = await serveFile({ db, home, routes, people }, { bytes, breakAfter: 1_000_000 });
    const target = path.join(home, 'downloaded');
    const curl = () =>
      new Promise<number | null>((resolve) => {
        const args = ['--silent', '-C', '-', '-H', `cookie: ${made.cookie}`, '-o', target, made.url];
        spawn('curl', args).on('close', resolve);
      });
    expect(await curl()).not.toBe(0);
    expect(readFileSync(target).byteLength).toBeLessThan(bytes);
    expect(readFileSync(target).byteLength).toBeGreaterThan(0);
    expect(await curl()).toBe(0);
    expect(readFileSync(target).equals(made.content)).toBe(true);
    await made.close();
  });

  test('as a zip says that it cannot be continued', async ({ db, home, routes, people }) => {
    const { versionId, exportId, cookie, close } = await serveFile({ db, home, routes, people });
    const zip = await serveRoute(
      routes.find(({ name }) => name === `GET ${ZIP}`)!,
      { versionId, exportId },
    );
    for (const method of ['GET', 'HEAD']) {
      const answer = await fetch(zip.url, { method, headers: { cookie, range: 'bytes=5-' } });
      expect([answer.status, answer.headers.get('accept-ranges')]).toEqual([200, 'none']);
      await answer.arrayBuffer();
    }
    await zip.close();
    await close();
  });
});
