import type { Db } from '@/prisma/client';
import { practiceMark } from '../generation/vocabulary';
import { toolVersion } from '../tool-version';
import type { LeafSource, Manifest } from './contract-manifest';
import type { PhaseRule, Recipe } from './contract-recipe';
import { tokensOf } from './plan-version';
import { sourceWords, type SourceNames } from './replay-words';
import type { StoredVersion } from './repository';
import { selectLeafCounts } from './repository-leaves';
import {
  countBulkApprovals,
  countPhases,
  countTexts,
  selectDocumentsBehind,
  selectImportsBehind,
  selectLeafSources,
  selectRunsBehind,
  type PhaseRows,
} from './repository-manifest';
import { selectOtherSources } from './repository-sources';
import type { Chosen } from './repository-tally';
import { measureVersion } from './statistics';

/** At least this many approvals in one request count as bulk, because nobody reads that many at once. */
export const BULK = 10;

/**
 * Builds the manifest of a version whose rows are placed and written: counts, runs, teachers, prompts, replay, sources
 * and recipe.
 */
export async function buildManifest(
  tx: Db,
  version: StoredVersion,
  { contentHash, chosen }: { contentHash: string; chosen: Chosen },
): Promise<Manifest> {
  const { recipe } = version;
  const parts = await countPhases(tx);
  const names = new Map(
    [...(await selectOtherSources(tx, version.taxonomyId, recipe.phases))].map(([id, { name }]) => [id, name]),
  );
  const leaves = await selectLeafCounts(tx, version.id);
  const sum = (of: (part: PhaseRows) => number) => parts.reduce((all, part) => all + of(part), 0);
  const practice = sum((part) => part.practice);
  return {
    manifestVersion: 2,
    dataset: version.datasetName,
    version: version.number,
    publishedAt: new Date().toISOString(),
    publishedBy: version.createdBy,
    practice: practice > 0 ? { mark: practiceMark, rows: practice } : null,
    ...(await countTexts(tx)),
    approvedInBulk: await countBulkApprovals(tx, BULK),
    rows: sum((part) => part.rows),
    contentHash,
    recipe,
    chosen,
    phases: recipe.phases.map((_, place) => phaseOf(recipe, place, parts, names)),
    statistics: await measureVersion(tx, version.id),
    tool: { name: 'seedleaf', version: toolVersion },
    runs: await selectRunsBehind(tx),
    imports: await selectImportsBehind(tx),
    sources: await sourcesOf(tx, leaves),
  };
}

function phaseOf(
  { phases }: Recipe,
  place: number,
  parts: readonly PhaseRows[],
  names: SourceNames,
): Manifest['phases'][number] {
  const { key, name, replay } = phases[place] as PhaseRule;
  const inPhase = parts.filter((part) => part.phase === place);
  const own = (split: number) => inPhase.find((part) => part.split === split && part.replay === null);
  const replayed = replay.map(({ source }, i) => {
    const part = inPhase.find((each) => each.replay === i);
    return {
      phase: source.from === 'phase' ? source.phase : null,
      name: sourceWords(source, phases, names),
      rows: part?.rows ?? 0,
      tokens: tokensOf(part?.bytes ?? 0),
    };
  });
  const ownRows = own(0)?.rows ?? 0;
  const ownBytes = own(0)?.bytes ?? 0;
  return {
    key,
    name,
    own: ownRows,
    ownTokens: tokensOf(ownBytes),
    replayed: replayed.filter(({ rows }) => rows > 0),
    validation: own(1)?.rows ?? 0,
    test: own(2)?.rows ?? 0,
    rows: ownRows + replayed.reduce((all, { rows }) => all + rows, 0),
    ownBytes,
    leaves: own(0)?.leaves ?? 0,
  };
}

type NamedLeaf = { leafId: string; path: string };

async function sourcesOf(tx: Db, leaves: NamedLeaf[]): Promise<LeafSource[]> {
  const pathOf = new Map(leaves.map(({ leafId, path }) => [leafId, path]));
  const documentsOf = await selectDocumentsBehind(tx);
  const sources = await selectLeafSources(tx, [...pathOf.keys()]);
  return sources
    .map(({ leafId, ...attribution }) => ({
      leafId,
      path: pathOf.get(leafId) ?? leafId,
      ...attribution,
      documents: documentsOf.get(leafId) ?? [],
    }))
    .filter((source) => source.documents.length > 0 || namesWork(source));
}

/** Whether a leaf's attribution has any content. */
export const namesWork = ({
  titleOfWork,
  linkToWork,
  licenseOfTheWork,
  creatorNames,
}: Omit<LeafSource, 'documents'>): boolean =>
  [titleOfWork, linkToWork, licenseOfTheWork, creatorNames].some((text) => text.trim() !== '');
