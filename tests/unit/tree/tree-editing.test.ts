import { describe, expect, it } from 'vitest';
import { buildTree } from '@/components/tree/model';
import { nameFault } from '@/components/tree/names';
import { dropFault, placeByKey } from '@/components/tree/tree-editing';
import type { TreeRow } from '@/taxonomy/tree/contract';

const node = (id: string, parent: TreeRow | null, position = 0, isLeaf = false): TreeRow => ({
  id,
  parentId: parent?.id ?? null,
  branch: 'knowledge',
  name: id,
  depth: parent ? parent.depth + 1 : 0,
  position,
  leaf: isLeaf ? { kind: 'knowledge', version: 1, seedCount: 0, problemCount: 0 } : null,
  counts: { pending: 0, approved: 0, rejected: 0 },
  totals: { pending: 0, approved: 0, rejected: 0, leaves: 0, seeds: 0, problems: 0 },
  childCount: 0,
});

const root = node('root branch', null);
const science = node('science', root, 0);
const arts = node('arts', root, 1);
const birds = node('birds', science, 0, true);
const fish = node('fish', science, 1, true);
const rows = [root, science, arts, birds, fish].map((row) => ({ ...row, childCount: row.leaf ? 0 : 2 }));
const model = buildTree({ nodes: rows, parents: rows.map(({ id }) => id), asked: [], failed: [] });

describe('moving with Alt and an arrow', () => {
  it('moves up and down among the siblings and stops at the ends', () => {
    expect(placeByKey(model, fish, 'ArrowUp')).toEqual({ parentId: 'science', position: 0 });
    expect(placeByKey(model, birds, 'ArrowDown')).toEqual({ parentId: 'science', position: 1 });
    expect(placeByKey(model, birds, 'ArrowUp')).toBeUndefined();
    expect(placeByKey(model, fish, 'ArrowDown')).toBeUndefined();
  });

  it('moves out next to its parent, but never out of its branch', () => {
    expect(placeByKey(model, birds, 'ArrowLeft')).toEqual({ parentId: 'root branch', position: 1 });
    expect(placeByKey(model, arts, 'ArrowLeft')).toBeUndefined();
  });

  it('moves into the folder above it, not into a leaf', () => {
    expect(placeByKey(model, arts, 'ArrowRight')).toEqual({ parentId: 'science' });
    expect(placeByKey(model, fish, 'ArrowRight')).toBeUndefined();
  });

  it('does not move branches', () => {
    expect(placeByKey(model, root, 'ArrowDown')).toBeUndefined();
  });
});

describe('nameFault', () => {
  it.each(['', '   ', 'a/b', 'a\\b', '..', 'x'.repeat(201)])('refuses %j with a reason', (name) => {
    expect(nameFault(model, 'science', name)).not.toBeNull();
  });

  it('finds a clash ignoring case, and none with itself', () => {
    expect(nameFault(model, 'science', ' Birds ')).toBe('“birds” already exists here. Choose another name.');
    expect(nameFault(model, 'science', 'Birds', 'birds')).toBeNull();
    expect(nameFault(model, 'arts', 'birds')).toBeNull();
  });
});

describe('dropping a node', () => {
  const skills = { ...node('skills', null), branch: 'compositional_skills' as const };

  it('explains why it is not allowed', () => {
    expect(dropFault(model, birds, skills)).toMatch(/from Knowledge to Compositional skills: .* Create a new leaf/);
    expect(dropFault(model, science, birds)).toMatch(/cannot be moved into itself/);
    expect(dropFault(model, arts, fish)).toMatch(/“fish” is a leaf/);
    expect(dropFault(model, birds, arts)).toBeNull();
  });
});
