import type { DocumentReference, LeafContent } from '@/taxonomy/seeds/contract';
import { unitsOf, type Unit } from './leaf-units';

export type Side = 'mine' | 'theirs';

/** A difference between the two versions. `changedBy` says who changed it since the common version. */
export type MergeChoice = {
  key: string;
  label: string;
  mine: Unit | null;
  theirs: Unit | null;
  changedBy: Side | 'both';
};

/** The differences of two versions that both started from `base`. Without a base it is unknown who changed what. */
export function compareVersions(base: LeafContent | null, mine: LeafContent, theirs: LeafContent): MergeChoice[] {
  const ofBase = byKey(base);
  const ofMine = byKey(mine);
  const ofTheirs = byKey(theirs);
  return [...new Set([...ofTheirs.keys(), ...ofMine.keys()])]
    .filter((key) => ofMine.get(key)?.fingerprint !== ofTheirs.get(key)?.fingerprint)
    .map((key) => ({
      key,
      label: (ofMine.get(key) ?? ofTheirs.get(key))?.label ?? key,
      mine: ofMine.get(key) ?? null,
      theirs: ofTheirs.get(key) ?? null,
      changedBy: base ? changedBy(ofBase.get(key), ofMine.get(key), ofTheirs.get(key)) : 'both',
    }));
}

const byKey = (content: LeafContent | null) =>
  new Map((content ? unitsOf(content) : []).map((unit) => [unit.key, unit]));

function changedBy(base: Unit | undefined, mine: Unit | undefined, theirs: Unit | undefined): Side | 'both' {
  if (mine?.fingerprint === base?.fingerprint) return 'theirs';
  if (theirs?.fingerprint === base?.fingerprint) return 'mine';
  return 'both';
}

/** The default choice: the side that changed it; if both did, this person's. */
export const firstChoice = (choice: MergeChoice): Side => (choice.changedBy === 'theirs' ? 'theirs' : 'mine');

/**
 * The leaf that results from the choices. Seeds are in this person's order; a seed that only the other version has
 * comes after the one that it follows there.
 */
export function mergeVersions(
  mine: LeafContent,
  theirs: LeafContent,
  sideOf: (key: string) => Side | undefined,
): LeafContent {
  // The two kinds have different fields, so that only one whole version makes sense.
  if (mine.kind === 'knowledge' || theirs.kind === 'knowledge') {
    if (mine.kind !== 'knowledge' || theirs.kind !== 'knowledge') return sideOf('kind') === 'theirs' ? theirs : mine;
    return {
      ...commonOf(mine, theirs, sideOf),
      kind: 'knowledge',
      domain: pick('domain', mine.domain, theirs.domain, sideOf),
      documentOutline: pick('documentOutline', mine.documentOutline, theirs.documentOutline, sideOf),
      document: pick<DocumentReference | null>('document', mine.document, theirs.document, sideOf),
      seeds: mergeSeeds(mine.seeds, theirs.seeds, sideOf),
    };
  }
  return {
    ...commonOf(mine, theirs, sideOf),
    kind: pick('kind', mine.kind, theirs.kind, sideOf),
    taskDescription: pick('taskDescription', mine.taskDescription, theirs.taskDescription, sideOf),
    seeds: mergeSeeds(mine.seeds, theirs.seeds, sideOf),
  };
}

type SideOf = (key: string) => Side | undefined;

const pick = <T>(key: string, mine: T, theirs: T, sideOf: SideOf): T => (sideOf(key) === 'theirs' ? theirs : mine);

function commonOf(
  mine: LeafContent,
  theirs: LeafContent,
  sideOf: SideOf,
): Pick<LeafContent, 'createdBy' | 'attribution'> {
  const [a, b] = [mine.attribution, theirs.attribution];
  return {
    createdBy: pick('createdBy', mine.createdBy, theirs.createdBy, sideOf),
    attribution: {
      titleOfWork: pick('attribution.titleOfWork', a.titleOfWork, b.titleOfWork, sideOf),
      linkToWork: pick('attribution.linkToWork', a.linkToWork, b.linkToWork, sideOf),
      revision: pick('attribution.revision', a.revision, b.revision, sideOf),
      licenseOfTheWork: pick('attribution.licenseOfTheWork', a.licenseOfTheWork, b.licenseOfTheWork, sideOf),
      creatorNames: pick('attribution.creatorNames', a.creatorNames, b.creatorNames, sideOf),
    },
  };
}

function mergeSeeds<T extends { id: string }>(mine: readonly T[], theirs: readonly T[], sideOf: SideOf): T[] {
  const inTheirs = new Map(theirs.map((seed) => [seed.id, seed]));
  const inMine = new Set(mine.map((seed) => seed.id));
  const merged = mine.flatMap((seed) => {
    if (sideOf(`seed:${seed.id}`) !== 'theirs') return [seed];
    const other = inTheirs.get(seed.id);
    return other ? [other] : [];
  });
  theirs.forEach((seed, place) => {
    if (inMine.has(seed.id) || sideOf(`seed:${seed.id}`) !== 'theirs') return;
    const before = theirs[place - 1]?.id;
    merged.splice(merged.findIndex((each) => each.id === before) + 1, 0, seed);
  });
  return merged;
}
