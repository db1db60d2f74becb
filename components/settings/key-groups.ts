import { bindingOf, type Binding, type KeyId } from '../keymap';

/** Grouped by where they work: this page first, then everywhere. */
export function groupsOf(ids: readonly KeyId[]): { where: string; bindings: Binding[] }[] {
  const groups = new Map<string, Binding[]>();
  for (const binding of ids.map(bindingOf)) {
    groups.set(binding.where, [...(groups.get(binding.where) ?? []), binding]);
  }
  return [...groups]
    .map(([where, bindings]) => ({ where, bindings }))
    .toSorted((a, b) => Number(a.where === 'Everywhere') - Number(b.where === 'Everywhere'));
}
