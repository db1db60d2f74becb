import type { Page } from '@playwright/test';
import type { VersionSummary } from '@/taxonomy/datasets/contract';
import type { DocumentSummary } from '@/taxonomy/documents/contract';
import type { RunSummary } from '@/taxonomy/generation/contract';
import type { Sample } from '@/taxonomy/review/contract';
import type { TrainingRunSummary } from '@/taxonomy/training/contract-runs';
import type { Taxonomy, TreeNode } from '@/taxonomy/tree/contract';
import { get } from './workshop';

/** A screenshot of a page: its address, and what is done there first. */
export type Shot = { name: string; url: string; act?: (page: Page) => Promise<void> };

/**
 * Every page of Seedleaf with its current content: the leaf with the most to review, the last run, the last version.
 * Pages of things that do not exist yet are left out. The page must be signed in.
 */
export async function pagesOf(page: Page): Promise<Shot[]> {
  const taxonomies = await get<Taxonomy[]>(page, 'taxonomies');
  const { items: nodes } = await get<{ items: TreeNode[] }>(page, `taxonomies/${taxonomies[0]?.id}/nodes?limit=1000`);
  const leaves = nodes.filter(({ leaf }) => leaf);
  const leaf = leaves.toSorted((a, b) => b.counts.pending - a.counts.pending)[0];
  const folder = nodes.find(({ branch, depth }) => depth === 0 && branch === 'compositional_skills');
  const document = await first<DocumentSummary>(page, 'documents?limit=1');
  const run = await first<RunSummary>(page, 'runs?limit=1');
  const sample = await first<Sample>(page, 'samples?limit=1');
  const version = await first<VersionSummary>(page, 'datasets/versions?limit=1');
  const training = await first<TrainingRunSummary>(page, 'training/runs?limit=1');
  return [
    { name: 'welcome', url: '/welcome' },
    { name: 'taxonomy', url: '/taxonomy' },
    ...shot('tree', folder && `/taxonomy/${folder.id}`),
    ...shot('leaf', leaf && `/taxonomy/${leaf.id}`),
    { name: 'documents', url: '/documents' },
    ...shot('document', document && `/documents/${document.id}`),
    { name: 'runs', url: '/runs' },
    { name: 'new-run', url: '/runs/new' },
    ...shot('run', run && `/runs/${run.id}`),
    ...shot('compare', run && `/runs/compare?runs=${run.id}`),
    { name: 'review-all', url: '/review' },
    ...shot('review', leaf && `/review/${leaf.id}`),
    ...shot('sample', sample && `/samples/${sample.id}`),
    { name: 'datasets', url: '/datasets' },
    { name: 'new-version', url: '/datasets/new' },
    ...shot('dataset', version && `/datasets/${version.id}`),
    ...shot('train', version && `/datasets/${version.id}/train`),
    ...shot('learned', version && `/datasets/${version.id}/learned`),
    { name: 'imported', url: '/datasets/imported' },
    { name: 'training', url: '/training' },
    { name: 'evaluation', url: '/training/evaluation' },
    { name: 'chat', url: '/training/chat' },
    ...shot('training-run', training && `/training/${training.id}`),
    { name: 'account', url: '/settings/account' },
    { name: 'people', url: '/settings/people' },
    { name: 'teachers', url: '/settings/teachers' },
    { name: 'prompts', url: '/settings/prompts' },
    { name: 'prompt', url: '/settings/prompts/write-questions' },
    { name: 'thresholds', url: '/settings/thresholds' },
    { name: 'evaluation-sets', url: '/settings/evaluation-sets' },
    { name: 'tokenizers', url: '/settings/tokenizers' },
    { name: 'webhooks', url: '/settings/webhooks' },
    { name: 'appearance', url: '/settings/appearance' },
    { name: 'not-found', url: '/nowhere' },
    { name: 'not-allowed', url: '/not-allowed?needed=owner' },
    { name: 'palette', url: '/settings/appearance', act: (page) => open(page, 'Control+k') },
    { name: 'keys', url: '/review', act: (page) => open(page, '?') },
  ];
}

const shot = (name: string, url: string | undefined): Shot[] => (url ? [{ name, url }] : []);

async function open(page: Page, key: string): Promise<void> {
  await page.locator('body').press(key);
  await page.getByRole('dialog').waitFor();
}

/** The first entry of a list; undefined when it is empty. */
async function first<T>(page: Page, resource: string): Promise<T | undefined> {
  return (await get<{ items: T[] }>(page, resource)).items[0];
}
