import type { Db } from '@/prisma/client';
import { DomainError } from '../errors';
import type { Page } from '../contract';
import type { Crumb, NodesQuery, Taxonomy } from './contract';
import { findNode, selectCrumbs, selectLeaves, selectNodes, selectPaths } from './repository';
import type { LeafPlace, PlacedNode } from './repository';
import { findFirstTaxonomy, insertRoots, insertTaxonomy, selectTaxonomies } from './repository-taxonomies';
import { pageOf } from '../paging';
import { makeShare } from '../share';

export type { LeafPlace, PlacedNode };

/** Gets the first taxonomy and its three branches, creating them when missing. Safe for concurrent processes. */
export async function ensureTaxonomy(db: Db): Promise<{ id: string; name: string }> {
  const taxonomy = (await findFirstTaxonomy(db)) ?? (await insertTaxonomy(db, 'Taxonomy'));
  await insertRoots(db, taxonomy.id);
  return taxonomy;
}

const taxonomies = new WeakMap<Db, { id: string; name: string }>();

/**
 * The taxonomy of this Seedleaf: the first one. Support for several is planned. It is remembered, because it never
 * changes: none is renamed or deleted, and others come later.
 */
export async function getTheTaxonomy(db: Db): Promise<{ id: string; name: string }> {
  const known = taxonomies.get(db);
  if (known) return known;
  const taxonomy = (await findFirstTaxonomy(db)) ?? (await ensureTaxonomy(db));
  taxonomies.set(db, taxonomy);
  return taxonomy;
}

export const listTaxonomies = (db: Db): Promise<Taxonomy[]> => selectTaxonomies(db);

/** @throws DomainError `not_found` when the node does not exist or is deleted. */
export async function getNode(db: Db, nodeId: string): Promise<PlacedNode> {
  const node = await findNode(db, nodeId);
  if (!node)
    throw new DomainError(
      'not_found',
      `There is no leaf or folder ${nodeId}. It may have been deleted. Go back to the tree.`,
    );
  return node;
}

const shareNodes = makeShare<Page<PlacedNode>>();

/** A page of the taxonomy's nodes by id, with facts of leaves and sample counts. */
export const listNodesPage = (db: Db, taxonomyId: string, query: NodesQuery): Promise<Page<PlacedNode>> =>
  shareNodes(db, JSON.stringify([taxonomyId, query]), () => readNodes(db, taxonomyId, query));

async function readNodes(db: Db, taxonomyId: string, query: NodesQuery): Promise<Page<PlacedNode>> {
  const { cursor = '', search = '', limit } = query;
  const nodes = await selectNodes(db, { taxonomyId, after: cursor, search, limit: limit + 1 });
  return pageOf(nodes, limit, ({ id }) => id);
}

/**
 * The leaves at or below the nodes of `scope`, without duplicates and ordered by path; an empty scope is the whole
 * taxonomy.
 *
 * @throws DomainError `not_found` when a node of the scope does not exist.
 */
export async function leavesUnder(db: Db, taxonomyId: string, scope: string[]): Promise<LeafPlace[]> {
  const nodes = scope.length > 0 ? await selectPaths(db, taxonomyId, scope) : [];
  const missing = scope.find((id) => !nodes.some((node) => node.id === id));
  if (missing)
    throw new DomainError(
      'not_found',
      `There is no leaf or folder ${missing} in this taxonomy. Choose the leaves again.`,
    );
  return selectLeaves(
    db,
    taxonomyId,
    nodes.map((node) => node.path),
  );
}

/** Those of the nodes that are not in the taxonomy, for example because they were deleted. */
export async function findGone(db: Db, taxonomyId: string, nodeIds: string[]): Promise<string[]> {
  if (nodeIds.length === 0) return [];
  const known = new Set((await selectPaths(db, taxonomyId, nodeIds)).map(({ id }) => id));
  return nodeIds.filter((id) => !known.has(id));
}

/**
 * The names from the branch down to the node. Also works for deleted nodes, because their samples still refer to them.
 */
export async function crumbsOf(db: Db, nodeId: string): Promise<Crumb[]> {
  const crumbs = (await selectCrumbs(db, [nodeId])).get(nodeId);
  if (!crumbs) throw new DomainError('not_found', `There is no leaf or folder ${nodeId}.`);
  return crumbs;
}

/** The breadcrumbs of many nodes with one query. */
export const crumbsOfMany = (db: Db, nodeIds: string[]): Promise<Map<string, Crumb[]>> => selectCrumbs(db, nodeIds);
