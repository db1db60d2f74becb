import { gzipSync } from 'node:zlib';
import type { Figure } from './figure';
import { placesIn, startLargeServer, type LargeServer } from './large-server';

/** The limit for a page's own HTML with its data, before compression. */
const MAX_HTML_KB = 100;

/**
 * The size of every page with 10,000 nodes and 100,000 samples: its HTML, and the JavaScript that it loads, compressed.
 */
export async function measure(): Promise<Figure[]> {
  const server = await startLargeServer(1);
  try {
    const figures: Figure[] = [];
    for (const [path, most] of Object.entries(await limitsOf(server)))
      figures.push(...(await weigh(server, path, most)));
    return figures;
  } finally {
    await server.dispose();
  }
}

/** The limit of JavaScript in KiB, by page. */
async function limitsOf(server: LargeServer): Promise<Record<string, number>> {
  const { leafId, folderId, sampleId, runId } = await placesIn(server);
  return {
    '/taxonomy': 175,
    [`/taxonomy/${folderId}`]: 175,
    [`/taxonomy/${leafId}`]: 175,
    '/review': 200,
    [`/review/${leafId}`]: 200,
    [`/review/${leafId}?status=approved`]: 200,
    [`/samples/${sampleId}`]: 175,
    '/documents': 175,
    '/runs': 175,
    '/runs/new': 175,
    [`/runs/${runId}`]: 175,
    '/datasets': 175,
    '/datasets/new': 175,
    '/datasets/imported': 175,
    '/training': 175,
    '/training/evaluation': 175,
    '/training/chat': 175,
    '/settings/account': 175,
    '/settings/people': 175,
    '/settings/teachers': 175,
    '/settings/prompts': 175,
    '/settings/prompts/write-questions': 175,
    '/welcome': 175,
  };
}

async function weigh({ url, cookies: [cookie = ''] }: LargeServer, path: string, most: number): Promise<Figure[]> {
  const answer = await fetch(url + path, { headers: { cookie } });
  const html = await answer.text();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
  const name = path.replaceAll(/[a-z0-9]{12}(?![a-z])|[0-9a-f-]{36}/g, '…');
  // Only browsers without modules load these.
  const old = new Set([...html.matchAll(/<script[^>]*src="([^"?]+)[^>]*noModule/gi)].map(([, address]) => address));
  const named = new Set([...html.matchAll(/\/_next\/static\/[^"'\\]+?\.js/g)].map(([address]) => address));
  const scripts = [...named].filter((address) => !old.has(address));
  const sizes = await Promise.all(scripts.map((address) => compressedSize(url + address)));
  const kib = sizes.reduce((sum, size) => sum + size, 0) / 1024;
  const kb = Buffer.byteLength(html) / 1000;
  const figure = (metric: string, value: number, unit: string, limit: number): Figure => ({
    bench: 'pages',
    metric: `${name}, ${metric}`,
    value: Math.round(value),
    unit,
    against: null,
    ratio: Math.round((value / limit) * 100) / 100,
    goal: `at most ${limit} ${unit}`,
    holds: value <= limit,
  });
  return [figure('JavaScript', kib, 'KiB', most), figure('HTML', kb, 'kB', MAX_HTML_KB)];
}

const sizesKnown = new Map<string, Promise<number>>();

function compressedSize(address: string): Promise<number> {
  const size = sizesKnown.get(address) ?? fetch(address).then(async (answer) => gzipSync(await answer.text()).length);
  sizesKnown.set(address, size);
  return size;
}
