import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';

const Body = z.looseObject({});
const Preupload = z.object({ files: z.array(z.looseObject({ path: z.string() })) });
const Batch = z.object({ objects: z.array(z.object({ oid: z.string(), size: z.int() })) });
const Line = z.discriminatedUnion('key', [
  z.object({ key: z.literal('header'), value: z.object({ summary: z.string() }) }),
  z.object({ key: z.literal('file'), value: z.object({ path: z.string(), content: z.string() }) }),
  z.object({ key: z.literal('lfsFile'), value: z.object({ path: z.string(), oid: z.string() }) }),
  z.object({ key: z.literal('deletedFile'), value: z.object({ path: z.string() }) }),
]);

/** The parts of the Hub that a push uses: one dataset repository, Parquet as LFS files. */
export async function startFakeHub({ token, organisation }: { token: string; organisation: string }) {
  const repository = new Map<string, Buffer>();
  const objects = new Map<string, Buffer>();
  const titles: string[] = [];
  let visibility: string | null = null;

  const answer = async (request: IncomingMessage): Promise<{ status: number; body?: unknown }> => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const sent = await buffer(request);
    if (pathname.startsWith('/lfs/')) {
      objects.set(pathname.slice(5), sent);
      return { status: 200 };
    }
    if (request.headers.authorization !== `Bearer ${token}`) return { status: 401, body: { error: 'Invalid token' } };
    if (pathname === '/api/repos/create') {
      const asked = Body.parse(JSON.parse(sent.toString()));
      if (asked['organization'] !== organisation) return { status: 403, body: { error: 'No write access' } };
      if (visibility !== null) return { status: 409, body: { error: 'It exists' } };
      visibility = String(asked['visibility']);
      return { status: 200, body: { url: '', id: '' } };
    }
    if (pathname.includes('/tree/'))
      return {
        status: 200,
        body: [...repository].map(([path, { length }]) => ({ type: 'file', path, size: length, oid: '' })),
      };
    if (pathname.includes('/preupload/')) {
      const { files } = Preupload.parse(JSON.parse(sent.toString()));
      const modeOf = (path: string) => (path.endsWith('.parquet') ? 'lfs' : 'regular');
      return { status: 200, body: { files: files.map(({ path }) => ({ path, uploadMode: modeOf(path) })) } };
    }
    if (pathname.endsWith('/info/lfs/objects/batch')) {
      const { objects: asked } = Batch.parse(JSON.parse(sent.toString()));
      const withUpload = asked.map((each) => ({ ...each, actions: { upload: { href: `${url}/lfs/${each.oid}` } } }));
      return { status: 200, body: { transfer: 'basic', objects: withUpload } };
    }
    if (!pathname.includes('/commit/')) return { status: 404, body: { error: `Nothing at ${pathname}` } };
    for (const line of sent.toString().trim().split('\n')) {
      const { key, value } = Line.parse(JSON.parse(line));
      if (key === 'header') titles.push(value.summary);
      else if (key === 'deletedFile') repository.delete(value.path);
      else if (key === 'file') repository.set(value.path, Buffer.from(value.content, 'base64'));
      else {
        const object = objects.get(value.oid);
        if (!object || createHash('sha256').update(object).digest('hex') !== value.oid)
          return { status: 422, body: { error: `The object ${value.oid} was not uploaded` } };
        repository.set(value.path, object);
      }
    }
    return { status: 200, body: { success: true, commitOid: 'c0ffee', commitUrl: '', hookOutput: '' } };
  };

  const server = createServer((request, response) => {
    void answer(request).then(({ status, body = {} }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    repository,
    titles,
    visibility: () => visibility,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
