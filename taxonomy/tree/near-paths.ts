import { distance } from 'fastest-levenshtein';
import type { Db } from '@/prisma/client';
import { selectTree } from './repository-places';

const AT_MOST = 3;

/** Paths of nodes with a name that equals, contains or resembles the last part of the given path; closest first. */
export async function nearPaths(db: Db, taxonomyId: string, text: string): Promise<string[]> {
  const wanted = (
    text
      .normalize()
      .split('/')
      .findLast((part) => part !== '') ?? ''
  ).toLowerCase();
  if (wanted === '') return [];
  const nodes = await selectTree(db, taxonomyId);
  const paths = new Map<string, string>();
  const near: { path: string; far: number }[] = [];
  for (const { id, parentId, branch, name } of nodes) {
    const path = parentId === null ? branch : `${paths.get(parentId) ?? ''}/${name}`;
    paths.set(id, path);
    const far = nameDistance(wanted, name.toLowerCase());
    if (parentId !== null && far !== null) near.push({ path, far });
  }
  return near
    .sort((a, b) => a.far - b.far || a.path.length - b.path.length)
    .slice(0, AT_MOST)
    .map(({ path }) => path);
}

/** The Levenshtein distance; null when the names are unrelated. */
export function nameDistance(wanted: string, name: string): number | null {
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const letters = Math.abs(wanted.length - name.length) > most ? Infinity : distance(wanted, name);
  if (letters <= most) return letters;
  return wanted.length >= 3 && name.includes(wanted) ? name.length : null;
}
