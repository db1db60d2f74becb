import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '@/prisma/client';
import { webhookJob } from '@/taxonomy/generation/webhooks/job';
import type { WebhookAccess } from '@/taxonomy/generation/webhooks/send';
import { Leases } from '@/taxonomy/jobs/leases';
import { nameWorker } from '@/taxonomy/jobs/workers';
import { workOnJobs } from '@/taxonomy/jobs/work';
import { testKey } from './accounts-factories';
import { until } from './generation-factories';

export const webhookAccess: WebhookAccess = {
  key: testKey,
  variable: () => undefined,
  rules: { innerHosts: [], ownPorts: [], mayBeThisMachine: true },
  ownUrl: 'https://seedleaf.example',
};

type Received = { path: string; headers: IncomingHttpHeaders; body: string };
type Reply = { status: number; headers?: Record<string, string> };

/** A server that receives webhooks, on its own port. `reply` is asked for each request; by default it is 200. */
export async function webhookReceiver(reply: (count: number) => Reply = () => ({ status: 200 })) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      const { status, headers = {} } = reply(received.length);
      response.writeHead(status, headers).end('thanks');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks?from=seedleaf`,
    received,
    close: () => new Promise<void>((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}

/** Sends deliveries as a worker does, with short waits, until none waits. */
export async function deliverAll(db: Database, waitsMs: readonly number[] = [1, 1, 1]): Promise<void> {
  const leases = new Leases(db, nameWorker());
  await leases.start();
  const ending = new AbortController();
  const working = workOnJobs(db, [webhookJob(webhookAccess, { waitsMs })], leases, ending.signal, { idleMs: 10 });
  try {
    await until(async () => (await db.webhookDelivery.count({ where: { state: 'waiting' } })) === 0);
  } finally {
    ending.abort();
    await working;
    await leases.stop();
  }
}
