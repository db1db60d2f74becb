import type { Db } from '@/prisma/client';
import { selectTree } from './repository-places';

const AT_MOST = 3;

/** Paths of nodes whose name is, holds or nearly is the last part of what was asked for; the nearest first. */
export async function nearPaths(db: Db, taxonomyId: string, text: string): Promise<string[]> {
  const wanted = (text.split('/').findLast((part) => part !== '') ?? '').toLowerCase();
  if (wanted === '') return [];
  const nodes = await selectTree(db, taxonomyId);
  const paths = new Map<string, string>();
  const near: { path: string; far: number }[] = [];
  for (const { id, parentId, branch, name } of nodes) {
    const path = parentId === null ? branch : `${paths.get(parentId) ?? ''}/${name}`;
    paths.set(id, path);
    const far = distance(wanted, name.toLowerCase());
    if (parentId !== null && far !== null) near.push({ path, far });
  }
  return near
    .sort((a, b) => a.far - b.far || a.path.length - b.path.length)
    .slice(0, AT_MOST)
    .map(({ path }) => path);
}

/** How many letters differ; null where the two have nothing to do with each other. */
function distance(wanted: string, name: string): number | null {
  const letters = changes(wanted, name, Math.max(1, Math.floor(wanted.length / 3)));
  if (letters !== null) return letters;
  return wanted.length >= 3 && name.includes(wanted) ? name.length : null;
}

/** Letters to change, add or leave out to come from one to the other (Levenshtein 1966); null when over `most`. */
export function changes(from: string, to: string, most: number): number | null {
  if (Math.abs(from.length - to.length) > most) return null;
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const swapped = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  const needed = row[to.length] ?? 0;
  return needed <= most ? needed : null;
}
