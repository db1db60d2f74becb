import type { PhaseRule, ReplayAmount, ReplaySource } from './contract-recipe';
import { phaseName } from './vocabulary-phases';

/** Names of versions, such as “birds@1”, and of imported datasets, by id. */
export type SourceNames = ReadonlyMap<string, string>;

/** Where replayed rows come from, in words. */
export function sourceWords(source: ReplaySource, phases: readonly PhaseRule[], names: SourceNames): string {
  if (source.from === 'phase') return phaseName(phases, source.phase);
  if (source.from === 'imported') return names.get(source.setId) ?? 'an imported dataset';
  const version = names.get(source.versionId) ?? 'another version';
  return source.phase === null ? version : `${version}, ${source.phase}`;
}

/** How much is replayed, in words. */
export function amountWords({ of, value }: ReplayAmount): string {
  if (of === 'rows') return `${value.toLocaleString('en')} rows`;
  if (of === 'tokens') return `${percent(value)} of the tokens`;
  return value === 1 ? 'all rows' : `${percent(value)} of the rows`;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(4))} %`;
