import { describe, expect, it } from 'vitest';
import { moved, renamed, without } from '@/components/tree/changes';
import { filterTree } from '@/components/tree/filter';
import { buildTree, childrenOf, countIn, crumbsOf, leavesUnder, pathText, totalsOf } from '@/components/tree/model';
import type { TreeNode } from '@/taxonomy/tree/contract';

const none = { pending: 0, approved: 0, rejected: 0 };
const node = (id: string, parent: TreeNode | null, more: Partial<TreeNode> = {}): TreeNode => ({
  id,
  parentId: parent?.id ?? null,
  branch: parent?.branch ?? 'knowledge',
  name: id,
  depth: parent ? parent.depth + 1 : 0,
  position: 0,
  leaf: null,
  counts: none,
  ...more,
});
const leaf = (seedCount: number, problemCount = 0): Pick<TreeNode, 'leaf'> => ({
  leaf: { kind: 'knowledge', version: 1, seedCount, problemCount },
});

const knowledge = node('Knowledge', null);
const skills = node('Skills', null, { branch: 'compositional_skills' });
const science = node('science', knowledge);
const birds = node('birds', science, { ...leaf(5), counts: { pending: 2, approved: 3, rejected: 1 } });
const fish = node('fish', science, { ...leaf(2, 4), counts: { pending: 1, approved: 0, rejected: 0 } });
const rhymes = node('rhymes', skills, leaf(5));
const all = [rhymes, fish, birds, science, skills, knowledge];

describe('buildTree', () => {
  const model = buildTree(all);

  it('puts branches in the order of the method and siblings by name', () => {
    expect(childrenOf(model, null).map((each) => each.name)).toEqual(['Knowledge', 'Skills']);
    expect(childrenOf(model, 'science').map((each) => each.name)).toEqual(['birds', 'fish']);
  });

  it('lets a position go before a name', () => {
    const turned = buildTree([...all.filter((each) => each.id !== 'birds'), { ...birds, position: 1 }]);
    expect(childrenOf(turned, 'science').map((each) => each.name)).toEqual(['fish', 'birds']);
  });

  it('adds leaves up into every ancestor and into the whole', () => {
    expect(totalsOf(model, 'Knowledge')).toEqual({
      leaves: 2,
      seeds: 7,
      problems: 4,
      pending: 3,
      approved: 3,
      rejected: 1,
    });
    expect(totalsOf(model, null).leaves).toBe(3);
    expect(countIn(totalsOf(model, 'science'), 'generated')).toBe(7);
  });

  it('counts a leaf that has leaves below it once, with its own', () => {
    const below = node('owls', birds, leaf(1));
    expect(totalsOf(buildTree([...all, below]), 'birds')).toMatchObject({ leaves: 2, seeds: 6 });
  });

  it('names the way to a node, and nothing for one that is not there', () => {
    expect(pathText(model, 'birds')).toBe('Knowledge / science / birds');
    expect(crumbsOf(model, 'gone')).toEqual([]);
  });

  it('lists the leaves of a subtree in tree order', () => {
    expect(leavesUnder(model, 'Knowledge').map((each) => each.id)).toEqual(['birds', 'fish']);
    expect(leavesUnder(model, 'birds').map((each) => each.id)).toEqual(['birds']);
    expect(leavesUnder(model, null)).toHaveLength(3);
  });

  it('adds up and searches 10,000 nodes', () => {
    const folders = Array.from({ length: 100 }, (_, i) => node(`folder${i}`, knowledge));
    const many = folders.flatMap((folder) =>
      Array.from({ length: 100 }, (_, i) => node(`${folder.id}-${i}`, folder, leaf(5))),
    );
    const big = buildTree([knowledge, ...folders, ...many]);
    expect(filterTree(big, 'folder7').matches).toHaveLength(11 * 101);
    expect(totalsOf(big, null).seeds).toBe(50_000);
  });
});

describe('filterTree', () => {
  const model = buildTree(all);

  it('keeps the ancestors of a match, open, and drops the rest', () => {
    const found = filterTree(model, 'FISH');
    expect(found.matches).toEqual(['fish']);
    expect(found.open).toEqual(['science', 'Knowledge']);
    expect(found.children.get('science')).toEqual(['fish']);
    expect(found.children.get('root')).toEqual(['Knowledge']);
  });

  it('leaves what is below a match within reach', () => {
    const found = filterTree(model, 'science');
    expect(found.children.get('science')).toEqual(['birds', 'fish']);
    expect(found.open).toEqual(['Knowledge']);
  });

  it('asks for every word', () => {
    expect(filterTree(model, 'fi sh').matches).toEqual(['fish']);
    expect(filterTree(model, 'fish birds').matches).toEqual([]);
  });

  it('looks in the path when there is a slash', () => {
    expect(filterTree(model, 'science / b').matches).toEqual(['birds']);
    expect(filterTree(model, 'knowledge/science').matches).toEqual(['science']);
  });

  it('finds nothing without falling over', () => {
    expect(filterTree(model, 'zebra')).toMatchObject({ matches: [], open: [] });
    expect(filterTree(buildTree([]), 'x').matches).toEqual([]);
  });
});

describe('changes before the server has answered', () => {
  it('renames one node', () => {
    expect(renamed(all, 'fish', 'fishes').find((each) => each.id === 'fish')?.name).toBe('fishes');
  });

  it('takes a whole subtree away', () => {
    expect(without(all, 'science').map((each) => each.id)).toEqual(['rhymes', 'Skills', 'Knowledge']);
  });

  it('moves a subtree with its depths and its branch', () => {
    const list = moved(all, 'science', { parentId: 'Skills' });
    expect(list.find((each) => each.id === 'birds')).toMatchObject({ depth: 2, branch: 'compositional_skills' });
    expect(pathText(buildTree(list), 'birds')).toBe('Skills / science / birds');
  });

  it('puts a node where it was asked to be among its siblings', () => {
    const model = buildTree(moved(all, 'fish', { parentId: 'science', position: 0 }));
    expect(childrenOf(model, 'science').map((each) => each.id)).toEqual(['fish', 'birds']);
  });
});
