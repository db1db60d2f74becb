import type { Db } from '@/prisma/client';
import { NodeId } from '../contract';
import { DomainError } from '../errors';
import { nearPaths } from './near-paths';
import { findNode, type PlacedNode } from './repository';
import { findChild } from './repository-find';

/**
 * Finds a node by its id or its path, such as `knowledge/science/birds`. Ignores case, because siblings never differ
 * only by case.
 *
 * @throws DomainError `not_found` naming the part of the path that does not exist, and similar paths.
 */
export async function findNodeByPath(db: Db, taxonomyId: string, text: string): Promise<PlacedNode> {
  const byId = NodeId.safeParse(text).success ? await findNode(db, text) : null;
  if (byId) return byId;
  let parent: { id: string; path: string } | null = null;
  for (const name of text
    .normalize()
    .split('/')
    .filter((part) => part !== '')) {
    const id: string | null = await findChild(db, taxonomyId, parent?.id ?? null, name);
    if (!id) throw await noSuchNode(db, taxonomyId, { text, name, above: parent?.path ?? null });
    parent = { id, path: parent ? `${parent.path}/${name}` : name };
  }
  const node = parent && (await findNode(db, parent.id));
  if (!node) throw await noSuchNode(db, taxonomyId, { text, name: text, above: null });
  return node;
}

type Missing = { text: string; name: string; above: string | null };

async function noSuchNode(db: Db, taxonomyId: string, { text, name, above }: Missing): Promise<DomainError> {
  const near = (await nearPaths(db, taxonomyId, text)).map((path) => `“${path}”`);
  const isMissing = above === null ? `There is no leaf or folder “${text}”.` : `There is no “${name}” in “${above}”.`;
  const remedy =
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Use an id, or a path such as knowledge/birds.';
  return new DomainError('not_found', `${isMissing} ${remedy}`);
}
