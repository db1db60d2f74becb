import type { PhaseRule, ReplaySource } from '@/taxonomy/datasets/contract-recipe';
import { phasePresets, type PhasePreset } from '@/taxonomy/datasets/vocabulary-phases';

/** The known arrangement that these phases are, apart from how much they replay; null for one's own. */
export function presetOf(phases: readonly PhaseRule[]): PhasePreset | null {
  const names = Object.keys(phasePresets) as PhasePreset[];
  return names.find((name) => shapeOf(phasePresets[name].phases()) === shapeOf(phases)) ?? null;
}

const shapeOf = (phases: readonly PhaseRule[]): string =>
  JSON.stringify(
    phases.map((phase) => ({ ...phase, replay: phase.replay.map(({ amount: _amount, ...rule }) => rule) })),
  );

/** A further phase at the end, for samples of chosen leaves. */
export function addedPhase(phases: readonly PhaseRule[]): PhaseRule {
  const used = new Set(phases.map(({ key }) => key));
  let number = phases.length + 1;
  while (used.has(`phase_${number}`)) number += 1;
  return {
    key: `phase_${number}`,
    name: `Phase ${number}`,
    takes: ['knowledge_short', 'knowledge_long', 'foundational_short', 'foundational_long', 'compositional'],
    scope: [],
    learns: 'passages',
    replay: [],
  };
}

/** The key of a phase from its name: its files are named after it. */
export function keyOf(name: string, used: readonly string[]): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 36);
  const key = words === '' ? 'phase' : words;
  let number = 2;
  let free = key;
  while (used.includes(free)) free = `${key}_${number++}`;
  return free;
}

/** A source of replay as the value of an option. */
export const sourceValue = (source: ReplaySource): string => JSON.stringify(source);
export const readSource = (value: string): ReplaySource => JSON.parse(value) as ReplaySource;

/** Renames a phase and what replays it. */
export function renamePhase(phases: readonly PhaseRule[], place: number, name: string): PhaseRule[] {
  const before = phases[place];
  if (!before) return [...phases];
  const used = phases.filter((_, i) => i !== place).map(({ key }) => key);
  const key = keyOf(name, used);
  return phases.map((phase, i) => ({
    ...phase,
    ...(i === place && { name, key }),
    replay: phase.replay.map((rule) =>
      rule.source.from === 'phase' && rule.source.phase === before.key
        ? { ...rule, source: { from: 'phase', phase: key } }
        : rule,
    ),
  }));
}
