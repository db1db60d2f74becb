import { describe, expect, it } from 'vitest';
import {
  checkedOf,
  choose,
  filtered,
  hintGroups,
  isSelectable,
  leftOutAtFirst,
  rowsOf,
} from '@/components/seeds/import-choice';
import type { ImportedLeaf } from '@/taxonomy/seeds/contract';

const problem = (severity: 'error' | 'warning', message: string) =>
  ({ severity, line: 1, column: 1, field: '', message }) as const;

const leafOf = (place: string, given: Partial<ImportedLeaf> = {}): ImportedLeaf => ({
  file: `${place}/qna.yaml`,
  outcome: 'added',
  nodeId: null,
  kind: 'freeform',
  seedCount: 5,
  problems: [],
  ...given,
});

const fine = leafOf('knowledge/science/birds');
const changed = leafOf('knowledge/science/fish', { outcome: 'changed', problems: [problem('warning', 'Odd.')] });
const unfinished = leafOf('knowledge/arts/poems', { problems: [problem('error', 'Too few seeds.')] });
const invalid = leafOf('compositional_skills/a/b/broken', {
  outcome: 'invalid',
  problems: [problem('error', 'Not YAML.'), problem('warning', 'Odd.')],
});
const same = leafOf('compositional_skills/a/b/same', { outcome: 'unchanged' });
const all = [fine, changed, unfinished, invalid, same];

describe('the choice of an import', () => {
  it('first leaves out leaves with errors, and offers only what would be written', () => {
    expect([...leftOutAtFirst(all)]).toEqual([unfinished.file]);
    expect(all.filter(isSelectable)).toEqual([fine, changed, unfinished]);
  });

  it('shows the leaves of each filter', () => {
    expect(filtered(all, 'all')).toEqual(all);
    expect(filtered(all, 'added')).toEqual([fine, unfinished]);
    expect(filtered(all, 'changed')).toEqual([changed]);
    expect(filtered(all, 'unchanged')).toEqual([same]);
    expect(filtered(all, 'errors')).toEqual([unfinished, invalid]);
    expect(filtered(all, 'hints')).toEqual([changed, invalid]);
    expect(filtered(all, { hint: 'Odd.' })).toEqual([changed, invalid]);
  });

  it('counts each hint once per leaf', () => {
    const twice = leafOf('knowledge/x', { problems: [problem('warning', 'Odd.'), problem('warning', 'Odd.')] });
    const other = leafOf('knowledge/y', { problems: [problem('warning', 'Other.')] });
    expect(hintGroups([twice, changed, other])).toEqual([
      { message: 'Odd.', count: 2 },
      { message: 'Other.', count: 1 },
    ]);
  });

  it('lists folders with all selectable leaves below them, and merges a folder that contains only one folder', () => {
    const rows = rowsOf(all).map((row) => (row.kind === 'folder' ? [row.depth, row.name, row.selectable] : row.name));
    expect(rows).toEqual([
      [0, 'compositional_skills / a / b', []],
      'broken',
      'same',
      [0, 'knowledge', [unfinished.file, fine.file, changed.file]],
      [1, 'arts', [unfinished.file]],
      'poems',
      [1, 'science', [fine.file, changed.file]],
      'birds',
      'fish',
    ]);
  });

  it('is all, some or none for a folder', () => {
    const files = [fine.file, changed.file];
    const none = choose(new Set<string>(), files, false);
    expect(checkedOf(files, new Set())).toBe(true);
    expect(checkedOf(files, none)).toBe(false);
    expect(checkedOf(files, choose(none, [fine.file], true))).toBe('indeterminate');
    expect(checkedOf([], new Set())).toBe(false);
  });

  it('of 10,000 leaves is laid out quickly', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => leafOf(`knowledge/${i % 40}/${i % 400}/leaf ${i}`));
    const started = performance.now();
    expect(rowsOf(many)).toHaveLength(10_000 + 400 + 40 + 1);
    choose(
      new Set<string>(),
      many.map(({ file }) => file),
      false,
    );
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
