import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { v7 as uuid } from 'uuid';
import type { Page as ListPage } from '@/taxonomy/contract';
import type { VersionSummary } from '@/taxonomy/datasets/contract';
import type { RunSummary } from '@/taxonomy/generation/contract';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { isOver } from '@/taxonomy/generation/vocabulary';
import type { DecideRequest, Sample } from '@/taxonomy/review/contract';
import type { Taxonomy } from '@/taxonomy/tree/contract';

const SAMPLES_PER_LEAF = 12;
const WITHIN_MS = 120_000;

/**
 * Gives every page something to show, over the API and as its owner: the sample taxonomy, a practice run of all its
 * leaves, decisions on most of its samples, and a version that is published and exported.
 */
export async function fillWorkshop(page: Page): Promise<void> {
  const [taxonomy] = await get<Taxonomy[]>(page, 'taxonomies');
  await post(page, `taxonomies/${taxonomy?.id}/starter`, {});
  const teacher = await post<Teacher>(page, 'teachers/practice', {});
  const run = await post<RunSummary>(page, 'runs', {
    requestKey: uuid(),
    scope: [],
    teacherId: teacher.id,
    target: SAMPLES_PER_LEAF,
  });
  await until('the run is over', async () => isOver((await get<RunSummary>(page, `runs/${run.id}`)).state));
  const { items: samples } = await get<ListPage<Sample>>(page, `samples?run=${run.id}&limit=200`);
  await post(page, 'decisions', { decisions: samples.flatMap(decisionOn) });
  const version = await post<VersionSummary>(page, 'datasets/versions', {
    requestKey: uuid(),
    name: 'first words',
    recipe: {},
  });
  const isPublished = async () =>
    (await get<VersionSummary>(page, `datasets/versions/${version.id}`)).state === 'published';
  await until('the version is published', isPublished);
  await post(page, `datasets/versions/${version.id}/exports`, { format: 'messages' });
}

/** Most are approved, some are rejected, and every fourth stays pending. */
function decisionOn(sample: Sample, i: number): DecideRequest[] {
  const common = { id: uuid(), sampleId: sample.id, version: sample.version };
  if (i % 4 === 3) return [];
  return i % 7 === 5 ? [{ ...common, verdict: 'reject', reason: 'unclear' }] : [{ ...common, verdict: 'approve' }];
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`After ${WITHIN_MS / 1000} s it is still not so that ${what}.`);
    await sleep(250);
  }
}

export async function get<T>(page: Page, resource: string): Promise<T> {
  const answer = await page.request.get(`/api/v1/${resource}`);
  if (!answer.ok()) throw new Error(`${resource}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

export async function post<T>(page: Page, resource: string, data: object): Promise<T> {
  const answer = await page.request.post(`/api/v1/${resource}`, { data });
  if (!answer.ok()) throw new Error(`${resource}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}
