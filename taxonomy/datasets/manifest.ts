import type { Db } from '@/prisma/client';
import { practiceMark } from '../generation/vocabulary';
import type { LeafSource, Manifest } from './contract';
import type { StoredVersion } from './repository';
import {
  countBulkApprovals,
  countPhases,
  countTemplateMarks,
  selectDocumentsBehind,
  selectLeafSources,
  selectRunsBehind,
} from './repository-manifest';
import { phases, replaySources, type Phase } from './vocabulary';

/** At least this many approvals in one request count as bulk, because nobody reads that many at once. */
export const BULK = 10;

/** Builds the manifest: counts, runs, teachers, prompts, replay, sources and recipe of a version. */
export async function buildManifest(
  tx: Db,
  version: StoredVersion,
  { leaves, contentHash }: { leaves: LeafInPhases[]; contentHash: string },
): Promise<Manifest> {
  const parts = await countPhases(tx, version.id);
  const sum = (of: (part: (typeof parts)[number]) => number) => parts.reduce((all, part) => all + of(part), 0);
  const practice = sum((part) => part.practice);
  const edited = (of: 'edited' | 'editedPractice') => sum((part) => (part.replayOf === null ? part[of] : 0));
  return {
    manifestVersion: 1,
    dataset: version.datasetName,
    version: version.number,
    publishedAt: new Date().toISOString(),
    publishedBy: version.createdBy,
    practice: practice > 0 ? { mark: practiceMark, rows: practice } : null,
    edited: { rows: edited('edited'), practiceRows: edited('editedPractice') },
    approvedInBulk: await countBulkApprovals(tx, version.id, BULK),
    templateMarks: await countTemplateMarks(tx, version.id),
    rows: sum((part) => part.rows),
    contentHash,
    recipe: version.recipe,
    phases: phases.map((phase) => {
      const inPhase = parts.filter((part) => part.phase === phase);
      const count = (from: Phase | null) => inPhase.find(({ replayOf }) => replayOf === from)?.rows ?? 0;
      const fraction = version.recipe.replayFraction;
      return {
        phase,
        rows: inPhase.reduce((all, part) => all + part.rows, 0),
        own: count(null),
        replay: replaySources[phase].map((from) => ({ from, fraction, rows: count(from) })),
        leaves: leaves.filter(({ byPhase }) => byPhase[phase] > 0).length,
      };
    }),
    runs: await selectRunsBehind(tx, version.id),
    sources: await sourcesOf(tx, version.id, leaves),
  };
}

type LeafInPhases = { leafId: string; path: string; byPhase: Record<Phase, number> };

async function sourcesOf(tx: Db, versionId: string, leaves: LeafInPhases[]): Promise<LeafSource[]> {
  const pathOf = new Map(leaves.map(({ leafId, path }) => [leafId, path]));
  const documentsOf = await selectDocumentsBehind(tx, versionId);
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
