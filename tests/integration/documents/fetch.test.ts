import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, vi } from 'vitest';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { listLeafDocuments } from '@/taxonomy/documents/documents';
import { queueFetch } from '@/taxonomy/documents/fetch';
import { fetchCommit } from '@/taxonomy/documents/fetch-commit';
import { protocolsFrom } from '@/taxonomy/documents/git-reference';
import { fetchSource } from '@/taxonomy/documents/job';
import type { DocumentSource } from '@/taxonomy/documents/contract';
import { claim } from '@/taxonomy/jobs/queue';
import { test } from '../../support/database';
import { makeKnowledgeLeaf, makeRepository, temporaryFolder } from '../../support/documents-factories';
import { makeKnowledge } from '../../support/seeds-factories';

const actor = commandLine;
const address = 'https://example.org/docs.git';

let place: ReturnType<typeof temporaryFolder>;
let docs: ReturnType<typeof makeRepository>;

beforeEach(() => {
  place = temporaryFolder();
  docs = makeRepository(place.folder, {
    'birds.md': '# Birds\n\nChickadees hide seeds.',
    'deep/trees.txt': 'Trees have bark.',
    'deep/book.pdf': '%PDF-1.4',
    'deep/bad.md': Buffer.from('caf\u00e9', 'latin1'),
    'deep/code.js': 'x',
    'secret.md': { link: '/etc/passwd' },
  });
  docs.git('config', '--global', `url.${docs.repository}.insteadOf`, address);
});
afterEach(() => place.remove());

const leafNaming = (db: Database, document: { commit?: string; patterns?: string[]; repo?: string } = {}) =>
  makeKnowledgeLeaf(
    db,
    makeKnowledge({ document: { repo: address, commit: docs.head, patterns: ['birds.md'], ...document } }),
  );

const ask = (db: Database, leafId: string) => queueFetch(db, { actor, leafId, protocols: protocolsFrom('') });

/** Does a worker's part of the fetch, once. */
async function work(db: Database, source: DocumentSource, innerHosts: string[] = []) {
  const scratch = path.join(place.folder, 'scratch');
  const handler = fetchSource({ protocols: protocolsFrom(''), innerHosts, environment: docs.environment, scratch });
  const [job] = await claim(db, { kinds: [handler.kind], owner: 'test', limit: 1, groupId: source.id });
  if (!job) throw new Error('nothing to do');
  const context = { db, signal: new AbortController().signal };
  try {
    await handler.run(job, context);
  } catch (error) {
    await handler.giveUp(job, error as Error, context);
  }
  if (existsSync(scratch)) expect(readdirSync(scratch)).toEqual([]);
}

/** The processes on this machine, where they can be listed (Linux). */
const commandLines = (): string[] =>
  (existsSync('/proc/self/cmdline') ? readdirSync('/proc') : [])
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return ''; // it has ended meanwhile
      }
    });

async function fetched(db: Database, leafId: string, innerHosts: string[] = []) {
  await work(db, await ask(db, leafId), innerHosts);
  const { sources, documents } = await listLeafDocuments(db, leafId);
  return { source: sources[0], documents, names: documents.map((document) => document.name).toSorted() };
}

describe('fetching from git', () => {
  test('brings the files of the given commit, even if the branch has moved on', async ({ db }) => {
    docs.commit({ 'birds.md': 'Something else.' });
    const leaf = await leafNaming(db);
    const { source, documents } = await fetched(db, leaf.id);
    expect(source).toMatchObject({ state: 'ready', error: null, documentCount: 1 });
    const chunk = await db.chunk.findFirst({ where: { documentId: documents[0]?.id } });
    expect(chunk?.text).toBe('# Birds\n\nChickadees hide seeds.');
  });

  test.for(['main', 'short'])('accepts a branch, or a shortened id (%s)', async (kind, { db }) => {
    const leaf = await leafNaming(db, { commit: kind === 'main' ? 'main' : docs.head.slice(0, 10) });
    expect((await fetched(db, leaf.id)).names).toEqual(['birds.md']);
  });

  test('names the files that it cannot read, and continues with the rest', async ({ db }) => {
    const leaf = await leafNaming(db, { patterns: ['**/*'] });
    const { source, names } = await fetched(db, leaf.id);
    expect(names).toEqual(['birds.md', 'deep/trees.txt']);
    expect(source?.state).toBe('ready');
    expect(
      source?.error
        ?.split('\n')
        .map((line) => line.split(' ')[0])
        .toSorted(),
    ).toEqual(['deep/bad.md', 'deep/book.pdf', 'secret.md']);
  });

  test('brings nothing twice when requested twice or again', async ({ db }) => {
    const leaf = await leafNaming(db);
    const [one, two] = await Promise.all([ask(db, leaf.id), ask(db, leaf.id)]);
    expect(one.id).toBe(two.id);
    await work(db, one);
    expect((await ask(db, leaf.id)).id).toBe(one.id);
    expect(await db.job.count({ where: { groupId: one.id } })).toBe(0);
  });

  test('shares a document that another leaf already has', async ({ db }) => {
    const one = await leafNaming(db);
    const two = await makeKnowledgeLeaf(
      db,
      makeKnowledge({ document: { repo: address, commit: docs.head, patterns: ['birds.md'] } }),
      one.taxonomy,
    );
    const ids = [(await fetched(db, one.id)).documents[0]?.id, (await fetched(db, two.id)).documents[0]?.id];
    expect(new Set(ids).size).toBe(1);
  });

  test('at another commit replaces the files of the earlier one', async ({ db }) => {
    const leaf = await leafNaming(db);
    await fetched(db, leaf.id);
    const commit = docs.commit({ 'birds.md': 'Newer birds.' });
    const content = makeKnowledge({ document: { repo: address, commit, patterns: ['birds.md'] } });
    await db.leafRevision.create({
      data: { id: uuid(), nodeId: leaf.id, number: 2, content, contentHash: 'y', authorId: commandLine.id },
    });
    const revision = await db.leafRevision.findFirstOrThrow({ where: { nodeId: leaf.id, number: 2 } });
    await db.leaf.update({ where: { nodeId: leaf.id }, data: { currentRevisionId: revision.id, version: 2 } });
    const { documents } = await fetched(db, leaf.id);
    expect(documents).toHaveLength(1);
    expect(await db.chunk.findFirst({ where: { documentId: documents[0]?.id } })).toMatchObject({
      text: 'Newer birds.',
    });
  });

  test.for([
    [{ commit: '0'.repeat(40) }, /has no commit 0000/],
    [{ commit: 'nowhere' }, /has no commit nowhere/],
    [{ patterns: ['fish.md'] }, /No markdown or text file .* matches “fish.md”/],
    [{ patterns: ['deep/book.pdf'] }, /deep\/book\.pdf is in a format that is not supported/],
    [{ patterns: ['secret.md'] }, /secret\.md is a symbolic link/],
    [{ repo: 'https://seedleaf.invalid/docs.git' }, /cannot be found|does not answer/],
    [{ repo: 'https://127.0.0.1:9/docs.git' }, /inside this machine's network.*SEEDLEAF_GIT_HOSTS/],
    [{ repo: 'https://localhost:9/docs.git' }, /inside this machine's network/],
    [{ repo: 'git@localhost:docs.git' }, /inside this machine's network/],
  ] as [Parameters<typeof leafNaming>[1], RegExp][])(
    'says what is wrong with %j',
    async ([document, message], { db }) => {
      const leaf = await leafNaming(db, document);
      const { source, documents } = await fetched(db, leaf.id);
      expect(source?.state).toBe('failed');
      expect(source?.error).toMatch(message);
      expect(documents).toEqual([]);
    },
  );

  test('contacts a host inside the network if the owner allows it', async ({ db }) => {
    const leaf = await leafNaming(db, { repo: 'https://127.0.0.1:9/docs.git' });
    expect((await fetched(db, leaf.id, ['127.0.0.1'])).source?.error).toMatch(/does not answer/);
  });

  test('follows no redirect to another server', async () => {
    let asked = 0;
    const inner = createHttpServer((_, response) => {
      asked += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    const outer = createHttpServer((request, response) => {
      const { port } = inner.address() as AddressInfo;
      response.writeHead(302, { location: `http://127.0.0.1:${port}${request.url}` }).end();
    }).listen(0, '127.0.0.1');
    await Promise.all([once(inner, 'listening'), once(outer, 'listening')]);
    const { port } = outer.address() as AddressInfo;
    const folder = path.join(place.folder, 'scratch');
    const { signal } = new AbortController();
    const options = { protocols: ['http'], innerHosts: ['127.0.0.1'], environment: docs.environment, signal };
    const reference = { repo: `http://127.0.0.1:${port}/docs.git`, commit: docs.head };
    await expect(fetchCommit(reference, folder, options)).rejects.toThrow(/has moved. Enter the new address/);
    expect(asked).toBe(0);
    inner.close();
    outer.close();
  });

  test('refuses what is not safe to pass to git, before anything is stored', async ({ db }) => {
    for (const document of [
      { repo: '--upload-pack=x' },
      { repo: 'file:///etc' },
      { commit: '--exec=x' },
      { patterns: ['../x'] },
      { patterns: [] },
    ]) {
      const leaf = await leafNaming(db, document);
      await expect(ask(db, leaf.id)).rejects.toMatchObject({ code: 'invalid' });
      expect(await db.documentSource.count({ where: { leafId: leaf.id } })).toBe(0);
    }
  });

  test('runs none of the repository’s code or the owner’s hooks', async ({ db }) => {
    const hooks = path.join(place.folder, 'hooks');
    execFileSync('sh', [
      '-c',
      `mkdir -p ${hooks} && printf '#!/bin/sh\ntouch ${place.folder}/ran' > ${hooks}/reference-transaction && chmod +x ${hooks}/*`,
    ]);
    docs.git('config', '--global', 'core.hooksPath', hooks);
    const leaf = await leafNaming(db);
    expect((await fetched(db, leaf.id)).names).toEqual(['birds.md']);
    expect(existsSync(path.join(place.folder, 'ran'))).toBe(false);
  });

  test('ends when its signal aborts, even if the server never responds, and leaves nothing behind', async ({ db }) => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const leaf = await leafNaming(db, { repo: `https://127.0.0.1:${port}/docs.git` });
    const source = await ask(db, leaf.id);
    const scratch = path.join(place.folder, 'scratch');
    const handler = fetchSource({
      protocols: protocolsFrom(''),
      innerHosts: ['127.0.0.1'],
      environment: docs.environment,
      scratch,
    });
    const [job] = await claim(db, { kinds: [handler.kind], owner: 'test', limit: 1, groupId: source.id });
    const stop = new AbortController();
    const connection = once(silent, 'connection');
    const run = handler.run(job!, { db, signal: stop.signal });
    await connection;
    stop.abort(new Error('stop'));
    await expect(run).rejects.toThrow('stop');
    expect(readdirSync(scratch)).toEqual([]);
    await vi.waitFor(() => expect(commandLines().filter((line) => line.includes(`:${port}/`))).toEqual([]));
    silent.close();
  });
});

const bundle = path.resolve('../shared/data/documents/Summit_knowledge.bundle');
describe.skipIf(!existsSync(bundle))('the real documents of the sample taxonomy (needs ../shared)', () => {
  const repo = 'https://github.com/juliadenham/Summit_knowledge';
  const commit = '5f7158a5ce83c4ff493bfe341fe31ecad64ff697';

  test.for([
    ['chickadee.md', repo],
    ['swifties.md', `${repo}.git`],
  ] as const)('come from the bundle that insteadOf names: %s', async ([file, address], { db }) => {
    docs.git('config', '--global', `url.${bundle}.insteadOf`, repo);
    const leaf = await leafNaming(db, { repo: address, commit, patterns: [file] });
    const { source, documents } = await fetched(db, leaf.id);
    expect(source).toMatchObject({ state: 'ready', error: null });
    expect(documents).toMatchObject([{ name: file }]);
    expect(documents[0]?.chunkCount).toBeGreaterThan(5);
  });
});
