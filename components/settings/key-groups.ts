import type { LabelledBinding } from '../key-labels';

/** Grouped by where they work: this page first, then everywhere. */
export function groupsOf(all: readonly LabelledBinding[]): { where: string; bindings: LabelledBinding[] }[] {
  const groups = new Map<string, LabelledBinding[]>();
  for (const binding of all) {
    groups.set(binding.where, [...(groups.get(binding.where) ?? []), binding]);
  }
  return [...groups]
    .map(([where, bindings]) => ({ where, bindings }))
    .toSorted((a, b) => Number(a.where === 'Everywhere') - Number(b.where === 'Everywhere'));
}
