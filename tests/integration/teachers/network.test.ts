import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../../support/self-signed';

let closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

let authority = '';
beforeAll(async () => {
  authority = path.join(await mkdtemp(path.join(tmpdir(), 'seedleaf-authority-')), 'authority.pem');
  await writeFile(authority, selfSigned.cert);
});
afterAll(() => rm(path.dirname(authority), { recursive: true, force: true }));

const says =
  (text: string): RequestListener =>
  (_, response) => {
    response.end(JSON.stringify({ model: 'm', choices: [{ message: { content: text }, finish_reason: 'stop' }] }));
  };

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** A proxy that knows the address of `teacher.corp`: full URLs for http, CONNECT for https. */
async function proxyTo(port: number, { wants }: { wants?: string } = {}) {
  const seen: string[] = [];
  const mayPass = (given: string | undefined) => !wants || given === `Basic ${Buffer.from(wants).toString('base64')}`;
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    if (!mayPass(request.headers['proxy-authorization'])) return void response.writeHead(407).end('Who are you?');
    const { pathname } = new URL(request.url ?? '');
    const onward = httpRequest({ port, path: pathname, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request, socket, head) => {
    seen.push(`CONNECT ${request.url}`);
    if (!mayPass(request.headers['proxy-authorization']))
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const each of [onward, socket]) each.on('error', () => each.destroy());
  });
  return { address: `127.0.0.1:${await portOf(server)}`, seen };
}

/** A teacher's answer to a process with this environment, or its error. */
async function ask(baseUrl: string, env: Record<string, string> = {}): Promise<string> {
  const script = ['--import', 'tsx', 'tests/support/ask-once.ts', baseUrl];
  const environment = { ...process.env, NO_PROXY: '', no_proxy: '', ...env };
  const { stdout } = await promisify(execFile)(process.execPath, script, { env: environment });
  return stdout;
}

describe('a teacher behind a proxy', { timeout: 120_000 }, () => {
  it('is reached through it, with the full URL', async () => {
    const proxy = await proxyTo(await portOf(createServer(says('Hello'))));
    expect(await ask('http://teacher.corp/v1', { HTTP_PROXY: proxy.address })).toBe('Hello');
    expect(proxy.seen).toEqual(['POST http://teacher.corp/v1/chat/completions']);
  });

  it('is reached through a tunnel when its address begins with https', async () => {
    const proxy = await proxyTo(await portOf(createHttps(selfSigned, says('Hello'))));
    const env = { HTTPS_PROXY: `http://${proxy.address}`, NODE_EXTRA_CA_CERTS: authority };
    expect(await ask('https://teacher.corp/v1', env)).toBe('Hello');
    expect(proxy.seen).toEqual(['CONNECT teacher.corp:443']);
  });

  it('is reached directly if NO_PROXY says so', async () => {
    const proxy = await proxyTo(await portOf(createServer(says('Hello'))));
    const env = { HTTP_PROXY: proxy.address, NO_PROXY: '.corp' };
    expect(await ask('http://teacher.corp/v1', env)).toMatch(/^teacher\.corp has no address/);
    expect(proxy.seen).toEqual([]);
  });

  it('on this machine is reached directly', async () => {
    const port = await portOf(createServer(says('Hello')));
    expect(await ask(`http://127.0.0.1:${port}/v1`, { HTTP_PROXY: '127.0.0.1:9' })).toBe('Hello');
  });

  it.each(['http', 'https'])('with a password is reached through it (%s)', async (protocol) => {
    const teacher = protocol === 'http' ? createServer(says('Hello')) : createHttps(selfSigned, says('Hello'));
    const proxy = await proxyTo(await portOf(teacher), { wants: 'ada:pass word' });
    const env = { ALL_PROXY: `http://ada:pass%20word@${proxy.address}`, NODE_EXTRA_CA_CERTS: authority };
    expect(await ask(`${protocol}://teacher.corp/v1`, env)).toBe('Hello');
  });

  it.each([
    ['does not run', 'http', '127.0.0.1:9', /^teacher\.corp .*proxy 127\.0\.0\.1:9.*NO_PROXY/],
    ['does not run', 'https', '127.0.0.1:9', /^teacher\.corp .*proxy 127\.0\.0\.1:9.*NO_PROXY/],
  ])('that %s says so (%s)', async (_what, protocol, address, words) => {
    expect(await ask(`${protocol}://teacher.corp/v1`, { ALL_PROXY: address })).toMatch(words);
  });

  it.each(['http', 'https'])('that requires a password says so (%s)', async (protocol) => {
    const proxy = await proxyTo(9, { wants: 'ada:secret' });
    const said = await ask(`${protocol}://teacher.corp/v1`, { ALL_PROXY: `http://ada:wrong@${proxy.address}` });
    expect(said).toMatch(/proxy.*407.*name and password/s);
    expect(said).not.toMatch(/wrong/);
  });
});

describe('a teacher with a certificate that no authority signed', { timeout: 120_000 }, () => {
  it('is refused with a remedy that works', async () => {
    const port = await portOf(createHttps(selfSigned, says('Hello')));
    const url = `https://localhost:${port}/v1`;
    expect(await ask(url)).toMatch(/certificate of localhost:\d+ is not trusted.*NODE_EXTRA_CA_CERTS=/s);
    expect(await ask(url, { NODE_EXTRA_CA_CERTS: authority })).toBe('Hello');
  });

  it('that gets plain HTTP says which address to use', async () => {
    const port = await portOf(createHttps(selfSigned, says('Hello')));
    expect(await ask(`http://localhost:${port}/v1`)).toMatch(/https:\/\//);
  });

  it('that speaks plain HTTP says which address to use', async () => {
    const port = await portOf(createServer(says('Hello')));
    expect(await ask(`https://localhost:${port}/v1`)).toMatch(/http:\/\/ instead of https:\/\//);
  });
});
