import type { LeafContent } from '@/taxonomy/seeds/contract';
import { unitsOf, type Part, type Unit } from './leaf-units';

export type UnitChange = {
  key: string;
  label: string;
  change: 'added' | 'removed' | 'changed';
  parts: { label: string; before: string; after: string }[];
};

export type LeafDiff = { changes: UnitChange[]; isReordered: boolean };

/** What changed in a leaf between two of its versions, by field and seed. */
export function diffLeaf(before: LeafContent, after: LeafContent): LeafDiff {
  const old = new Map(unitsOf(before).map((unit) => [unit.key, unit]));
  const next = new Map(unitsOf(after).map((unit) => [unit.key, unit]));
  const changes: UnitChange[] = [];
  for (const unit of next.values()) {
    const was = old.get(unit.key);
    if (was?.fingerprint !== unit.fingerprint) changes.push(changeOf(was, unit));
  }
  for (const unit of old.values()) if (!next.has(unit.key)) changes.push(changeOf(unit, undefined));
  return { changes: changes.filter((change) => change.parts.length > 0), isReordered: isReordered(before, after) };
}

function changeOf(before: Unit | undefined, after: Unit | undefined): UnitChange {
  const unit = after ?? before;
  return {
    key: unit?.key ?? '',
    label: unit?.label ?? '',
    change: before && after ? 'changed' : after ? 'added' : 'removed',
    parts: pairParts(before?.parts ?? [], after?.parts ?? []),
  };
}

/** Pairs the texts of two versions by their label, without those that are equal. */
export function pairParts(before: readonly Part[], after: readonly Part[]): UnitChange['parts'] {
  const old = new Map(before.map((part) => [part.label, part.text]));
  const next = new Map(after.map((part) => [part.label, part.text]));
  return [...new Set([...old.keys(), ...next.keys()])]
    .map((label) => ({ label, before: old.get(label) ?? '', after: next.get(label) ?? '' }))
    .filter((pair) => pair.before !== pair.after);
}

/** Whether the seeds of both versions are in another order; additions and removals do not count. */
function isReordered(before: LeafContent, after: LeafContent): boolean {
  const inBefore = new Set(before.seeds.map((seed) => seed.id));
  const inAfter = new Set(after.seeds.map((seed) => seed.id));
  const kept = before.seeds.map((seed) => seed.id).filter((id) => inAfter.has(id));
  return after.seeds
    .map((seed) => seed.id)
    .filter((id) => inBefore.has(id))
    .some((id, place) => id !== kept[place]);
}

export const isSameContent = (a: LeafContent, b: LeafContent): boolean =>
  a === b || JSON.stringify(unitsOf(a).map(stamp)) === JSON.stringify(unitsOf(b).map(stamp));

const stamp = (unit: Unit) => [unit.key, unit.fingerprint];
