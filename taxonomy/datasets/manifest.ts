import type { Db } from '@/prisma/client';
import { practiceMark } from '../generation/vocabulary';
import type { DocumentBehind, Manifest2 } from './contract';
import type { StoredVersion } from './repository';
import type { NamedLeaf } from './repository-fill';
import {
  countLeaves,
  countMarks,
  countPhases,
  selectDocumentsBehind,
  selectLeafSources,
  selectRunsBehind,
} from './repository-manifest';
import { phases, replaySources } from './vocabulary';

/** Writes down all that decided a version's rows: counts, runs, teachers, prompts, replay, sources, recipe. */
export async function buildManifest(
  tx: Db,
  version: StoredVersion,
  { leaves, rows, contentHash }: { leaves: NamedLeaf[]; rows: number; contentHash: string },
): Promise<Manifest2> {
  const pathOf = new Map(leaves.map(({ id, path }) => [id, path]));
  const inPhases = await countPhases(tx, version.id);
  const inLeaves = await countLeaves(tx, version.id);
  const marks = await countMarks(tx, version.id);
  const used = [...new Set(inLeaves.map(({ leafId }) => leafId))];
  const sources = await selectLeafSources(tx, used);
  const documents = await selectDocumentsBehind(tx, version.id);
  const { replayFraction: fraction } = version.recipe;
  return {
    manifestVersion: 2,
    dataset: version.datasetName,
    version: version.number,
    publishedAt: new Date().toISOString(),
    publishedBy: version.createdBy,
    practice: marks.practice > 0 ? { mark: practiceMark, rows: marks.practice } : null,
    edited: { rows: marks.edited, practiceRows: marks.editedPractice },
    rows,
    contentHash,
    recipe: version.recipe,
    phases: phases.map((phase) => {
      const parts = inPhases.filter((part) => part.phase === phase);
      const count = (from: string | null) => parts.find(({ replayOf }) => replayOf === from)?.rows ?? 0;
      return {
        phase,
        rows: parts.reduce((sum, part) => sum + part.rows, 0),
        own: count(null),
        replay: replaySources[phase].map((from) => ({ from, fraction, rows: count(from) })),
        leaves: inLeaves
          .filter((part) => part.phase === phase)
          .map(({ leafId, rows }) => ({ leafId, path: pathOf.get(leafId) ?? leafId, rows })),
      };
    }),
    runs: await selectRunsBehind(tx, version.id),
    sources: sources
      .map((source) => ({
        path: pathOf.get(source.leafId) ?? source.leafId,
        ...source,
        documents: documents.filter(({ leafId }) => leafId === source.leafId).map(withoutLeaf),
      }))
      .filter(namesSomething),
  };
}

const withoutLeaf = ({ leafId: _leafId, ...document }: DocumentBehind & { leafId: string }): DocumentBehind => document;

const namesSomething = ({ documents, titleOfWork, linkToWork, licenseOfTheWork, creatorNames }: SourceOf2): boolean =>
  documents.length > 0 || [titleOfWork, linkToWork, licenseOfTheWork, creatorNames].some((text) => text.trim() !== '');

type SourceOf2 = Manifest2['sources'][number];
