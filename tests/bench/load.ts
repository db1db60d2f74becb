import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, type Figure } from './figure';
import { placesIn, startLargeServer, type LargeServer } from './large-server';

/**
 * People who send requests at the same time, each with their own session, the next one as soon as a response arrives.
 */
const PEOPLE = 20;
/** How long each route is tested, and the maximum number of requests. */
const SECONDS = 5;
const MAX_REQUESTS = 1_000;
const GOAL_MS = 300;

/**
 * Twenty people at once on 10,000 nodes and 100,000 samples over loopback, one route after the other. Client and server
 * share one machine with two cores.
 *
 * @param only Only the routes whose names contain this.
 */
export async function measure(only = ''): Promise<Figure[]> {
  const server = await startLargeServer(PEOPLE);
  try {
    const figures: Figure[] = [];
    for (const [name, route] of Object.entries(await routesOf(server))) {
      if (!name.includes(only)) continue;
      const times = await loadOne(server, route);
      const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
      console.error(`${name}: ${times.length} answers, p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`);
      figures.push({
        bench: 'load',
        metric: `${name}, p95 of ${times.length}`,
        value: Math.round(p95),
        unit: 'ms',
        against: `p50 ${p50.toFixed(0)} ms`,
        ratio: null,
        goal: `under ${GOAL_MS} ms`,
        holds: p95 < GOAL_MS,
      });
      await sleep(500);
    }
    return figures;
  } finally {
    await server.dispose();
  }
}

/** A path, or one for each request where people ask for different things. */
type Route = string | ((request: number) => string);

async function routesOf(server: LargeServer): Promise<Record<string, Route>> {
  const { leafId, folderId, branchId, sampleId, runId } = await placesIn(server);
  const tree = `/api/v1/taxonomies/${server.taxonomyId}`;
  return {
    'tree, first levels': `${tree}/tree`,
    'tree, a folder': `${tree}/tree?parents=${folderId}`,
    'search, a path': (i) => `${tree}/search?q=subfolder+${i % 900}`,
    'search, all names': `${tree}/search?q=seeded`,
    'search, a seed': (i) => `${tree}/search?q=task+${i % 9_000}`,
    'nodes, a page': `${tree}/nodes`,
    activity: '/api/v1/activity',
    'samples, a page': '/api/v1/samples?limit=50',
    'queue of a branch': `/api/v1/review/${branchId}/queue`,
    'queue of a leaf': `/api/v1/review/${leafId}/queue`,
    'page of the tree': '/taxonomy',
    'page of a leaf': `/taxonomy/${leafId}`,
    'page of the review': `/review/${leafId}`,
    'page of a sample': `/samples/${sampleId}`,
    'page of the runs': '/runs',
    'page of a run': `/runs/${runId}`,
    'page of the datasets': '/datasets',
  };
}

/** Milliseconds from the request to the last byte. The first responses, with cold caches, do not count. */
async function loadOne({ url, cookies }: LargeServer, route: Route): Promise<number[]> {
  const [first = ''] = cookies;
  let requests = 0;
  const next = () => url + (typeof route === 'string' ? route : route(requests++));
  for (let i = 0; i < 3; i++) await ask(next(), first);
  const times: number[] = [];
  const end = performance.now() + SECONDS * 1_000;
  await Promise.all(
    cookies.map(async (cookie) => {
      while (performance.now() < end && times.length < MAX_REQUESTS) times.push(await ask(next(), cookie));
    }),
  );
  return times;
}

async function ask(url: string, cookie: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(url, { headers: { cookie } });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return performance.now() - began;
}
