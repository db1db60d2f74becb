import { describe, expect, it } from 'vitest';
import {
  emptyTree,
  known,
  moved,
  renamed,
  withFailed,
  withNode,
  withSamples,
  without,
  withoutFailed,
} from '@/components/tree/known-tree';
import { buildTree, childrenOf, countIn, crumbsOf, leafCountOf, pathText, totalsOf } from '@/components/tree/model';
import type { TreeRow } from '@/taxonomy/tree/contract';

const none = { pending: 0, approved: 0, rejected: 0 };
const nothing = { ...none, leaves: 0, seeds: 0, problems: 0 };
const node = (id: string, parent: TreeRow | null, more: Partial<TreeRow> = {}): TreeRow => ({
  id,
  parentId: parent?.id ?? null,
  branch: parent?.branch ?? 'knowledge',
  name: id,
  depth: parent ? parent.depth + 1 : 0,
  position: 0,
  leaf: null,
  counts: none,
  totals: nothing,
  childCount: 0,
  ...more,
});
const leaf = (seeds: number, more: Partial<TreeRow['totals']> = {}): Partial<TreeRow> => ({
  leaf: { kind: 'knowledge', version: 1, seedCount: seeds, problemCount: more.problems ?? 0 },
  totals: { ...nothing, leaves: 1, seeds, ...more },
});

const sums = { pending: 3, approved: 3, rejected: 1, leaves: 2, seeds: 7, problems: 4 };
const knowledge = node('Knowledge', null, { childCount: 1, totals: sums });
const skills = node('Skills', null, {
  branch: 'compositional_skills',
  childCount: 1,
  totals: { ...nothing, leaves: 1, seeds: 5 },
});
const science = node('science', knowledge, { childCount: 2, totals: sums });
const birds = node('birds', science, leaf(5, { pending: 2, approved: 3, rejected: 1 }));
const fish = node('fish', science, leaf(2, { problems: 4, pending: 1 }));
const rhymes = node('rhymes', skills, leaf(5));
const all = [rhymes, fish, birds, science, skills, knowledge];
const parents = ['root', 'Knowledge', 'Skills', 'science'];
const tree = { nodes: all, parents, asked: [], failed: [] };

describe('withSamples', () => {
  it('changes the counts of the leaf and of all nodes above it, and nothing else', () => {
    const model = buildTree(withSamples(tree, 'birds', { pending: -2, approved: 1, rejected: 1 }));
    expect(model.nodes.get('birds')?.totals).toMatchObject({ pending: 0, approved: 4, rejected: 2, seeds: 5 });
    for (const id of ['science', 'Knowledge', null])
      expect(totalsOf(model, id)).toMatchObject({ pending: 1, approved: 4, rejected: 2 });
    expect(model.nodes.get('fish')).toEqual(fish);
  });
});

describe('buildTree', () => {
  const model = buildTree(tree);

  it('orders branches by the method and siblings by name', () => {
    expect(childrenOf(model, null).map((each) => each.name)).toEqual(['Knowledge', 'Skills']);
    expect(childrenOf(model, 'science').map((each) => each.name)).toEqual(['birds', 'fish']);
  });

  it('orders by position before name', () => {
    const turned = buildTree({ ...tree, nodes: [...all.filter((each) => each !== birds), { ...birds, position: 1 }] });
    expect(childrenOf(turned, 'science').map((each) => each.name)).toEqual(['fish', 'birds']);
  });

  it('adds up the branches', () => {
    expect(totalsOf(model, null)).toEqual({ ...sums, leaves: 3, seeds: 12 });
    expect(countIn(totalsOf(model, 'science'), 'generated')).toBe(7);
  });

  it('gives the path to a node, and nothing for a missing one', () => {
    expect(pathText(model, 'birds')).toBe('Knowledge / science / birds');
    expect(crumbsOf(model, 'gone')).toEqual([]);
  });

  it('counts each leaf of several places once', () => {
    expect(leafCountOf(model, [])).toBe(3);
    expect(leafCountOf(model, ['science', 'birds', 'birds', 'rhymes'])).toBe(3);
    expect(leafCountOf(model, ['fish'])).toBe(1);
  });

  it('tells unloaded folders from empty ones, and deleted nodes from unrequested ones', () => {
    const partly = buildTree({
      nodes: [knowledge, skills, science],
      parents: ['root', 'Knowledge'],
      asked: ['science', 'x'],
      failed: [],
    });
    expect(partly.children.has('science')).toBe(false);
    expect(buildTree(tree).children.get('birds')).toEqual([]);
    expect([...partly.gone]).toEqual(['x']);
  });
});

describe('the loaded tree', () => {
  it('records folders with children that failed to load, until they load or are retried', () => {
    const first = known(emptyTree, { items: [knowledge, science], parents: ['root', 'Knowledge'], nextCursor: null });
    const failed = withFailed(first, ['science']);
    expect([...buildTree(failed).failed]).toEqual(['science']);
    const opened = known(failed, { items: [birds], parents: ['science'], nextCursor: null });
    expect(buildTree(opened).failed.size).toBe(0);
    expect(buildTree(withoutFailed(failed, 'science')).failed.size).toBe(0);
  });

  it('grows by the children of opened folders, and drops what the server no longer lists', () => {
    const first = known(emptyTree, {
      items: [knowledge, skills, science],
      parents: ['root', 'Knowledge'],
      nextCursor: null,
    });
    const opened = known(first, { items: [birds, fish], parents: ['science'], nextCursor: null });
    expect(childrenOf(buildTree(opened), 'science')).toHaveLength(2);
    const fewer = known(opened, { items: [fish], parents: ['science'], nextCursor: null });
    expect(childrenOf(buildTree(fewer), 'science').map(({ id }) => id)).toEqual(['fish']);
    const gone = known(opened, { items: [], parents: ['Knowledge'], nextCursor: null });
    expect(buildTree(gone).nodes.has('birds'), 'what was below it goes too').toBe(false);
  });
});

describe('changes before the server has answered', () => {
  const idsOf = (of: { nodes: TreeRow[] }) => of.nodes.map((each) => each.id);

  it('renames one node', () => {
    expect(renamed(tree, 'fish', 'fishes').nodes.find((each) => each.id === 'fish')?.name).toBe('fishes');
  });

  it('removes a whole subtree, and its numbers from all nodes above', () => {
    const left = without(tree, 'science');
    expect(idsOf(left)).toEqual(['rhymes', 'Skills', 'Knowledge']);
    expect(left.nodes.find(({ id }) => id === 'Knowledge')).toMatchObject({ childCount: 0, totals: nothing });
  });

  it('adds a node to a folder that was empty', () => {
    const { totals, childCount, ...made } = node('owls', birds, leaf(0));
    const model = buildTree(withNode(tree, made));
    expect([totals.leaves, childCount]).toEqual([1, 0]);
    expect(childrenOf(model, 'birds').map(({ id }) => id)).toEqual(['owls']);
    expect(totalsOf(model, 'Knowledge').leaves).toBe(3);
  });

  it('moves a subtree with its depths, its branch and its numbers', () => {
    const model = buildTree(moved(tree, 'science', { parentId: 'Skills' }));
    expect(model.nodes.get('birds')).toMatchObject({ depth: 2, branch: 'compositional_skills' });
    expect(pathText(model, 'birds')).toBe('Skills / science / birds');
    expect(totalsOf(model, 'Knowledge')).toEqual(nothing);
    expect(totalsOf(model, 'Skills')).toMatchObject({ leaves: 3, seeds: 12 });
  });

  it('puts a node in the requested place among its siblings', () => {
    const model = buildTree(moved(tree, 'fish', { parentId: 'science', position: 0 }));
    expect(childrenOf(model, 'science').map((each) => each.id)).toEqual(['fish', 'birds']);
    expect(totalsOf(model, 'science')).toEqual(sums);
  });

  it('hides a node that moves to a place that is not loaded', () => {
    expect(idsOf(moved(tree, 'fish', { parentId: 'elsewhere' }))).not.toContain('fish');
  });
});
