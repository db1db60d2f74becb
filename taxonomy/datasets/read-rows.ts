import type { Database } from '@/prisma/client';
import { practiceMark } from '../generation/vocabulary';
import type { Manifest } from './contract-manifest';
import type { Recipe } from './contract-recipe';
import { contextOf, Messages } from './row-messages';
import type { FormatRow, VersionPart, VersionSource } from './formats/format';
import { sourceWords, type SourceNames } from './replay-words';
import { selectLeafPaths } from './repository-leaves';
import { selectDomains, streamRows, type RowRange, type StoredRow } from './repository-rows';
import { streamDocuments } from './repository-documents';
import { selectOtherSources } from './repository-sources';
import { readTexts, readTokens } from './student/read-as-student';
import { splits } from './vocabulary-limits';

const ROWS_AT_ONCE = 250;

/** Data shared by a version's rows: the paths of its leaves, the domains of their revisions, and names of sources. */
export type RowNames = { paths: Map<string, string>; domains: Map<string, string>; sources: SourceNames };

type Opened = { id: string; taxonomyId: string; recipe: Recipe };

export async function loadRowNames(db: Database, { id, taxonomyId, recipe }: Opened): Promise<RowNames> {
  const leaves = await selectLeafPaths(db, id);
  const sources = await selectOtherSources(db, taxonomyId, recipe.phases);
  return {
    paths: new Map(leaves.map((leaf) => [leaf.id, leaf.path])),
    domains: await selectDomains(db, id),
    sources: new Map([...sources].map(([sourceId, { name }]) => [sourceId, name])),
  };
}

/** Some rows of a phase, in the form that formats use. */
export async function readRows(
  db: Database,
  { recipe, names }: { recipe: Recipe; names: RowNames },
  range: RowRange,
): Promise<FormatRow[]> {
  const rows: FormatRow[] = [];
  for await (const part of streamRows(db, range, ROWS_AT_ONCE))
    rows.push(...part.map((row) => toFormatRow(row, range.phase, recipe, names)));
  return rows;
}

/** The phases of a version and their splits that have rows, in training order. */
export const partsOfVersion = ({ phases }: Pick<Manifest, 'phases'>): VersionPart[] =>
  phases.flatMap(({ key, name, rows, validation, test }, phase) =>
    [rows, validation, test].flatMap((count, split) =>
      count > 0 ? { phase, split, key, name, splitName: splits[split] ?? 'train', rows: count } : [],
    ),
  );

/** A published version, read in parts. */
export async function openVersion(db: Database, version: Opened, manifest: Manifest): Promise<VersionSource> {
  const names = await loadRowNames(db, version);
  const { recipe } = version;
  return {
    manifest,
    parts: partsOfVersion(manifest),
    async *rows({ phase, split, rows: end }, { from = 0, to = end, unmask, limit } = {}) {
      const range = { versionId: version.id, phase, split, from, to, unmask, limit };
      for await (const rows of streamRows(db, range, ROWS_AT_ONCE)) {
        yield rows.map((row) => toFormatRow(row, phase, recipe, names));
      }
    },
    tokens: (choice, rows) => readTokens(db, choice, recipe.chatTemplate, rows),
    texts: (choice, rows) => readTexts(db, choice, recipe.chatTemplate, rows),
    async *documents(split, limit) {
      const of = { versionId: version.id, split: splits.indexOf(split), limit };
      for await (const some of streamDocuments(db, of, ROWS_AT_ONCE)) {
        yield some.map(({ phase, ordinal, sampleId: id, text }) => {
          return { id, ordinal, phase: recipe.phases[phase]?.name ?? '', text };
        });
      }
    },
  };
}

function toFormatRow(row: StoredRow, phase: number, recipe: Recipe, names: RowNames): FormatRow {
  const { ordinal, replay, unmask, of } = row;
  const rule = replay === null ? null : recipe.phases[phase]?.replay[replay];
  const replayOf = rule ? sourceWords(rule.source, recipe.phases, names.sources) : null;
  const system = recipe.systemPrompt === '' ? [] : [{ role: 'system' as const, content: recipe.systemPrompt }];
  if ('setId' in of) {
    const messages = Messages.parse(JSON.parse(of.messages));
    return {
      id: `${of.setId}/${of.ordinal}`,
      ordinal,
      replayOf,
      messages: messages[0]?.role === 'system' ? messages : [...system, ...messages],
      unmask,
      textHash: of.hash,
      sample: null,
    };
  }
  const context = contextOf(of);
  return {
    id: of.sampleId,
    ordinal,
    replayOf,
    messages: [
      ...system,
      { role: 'user', content: context ? `${context}\n\n${of.question}` : of.question },
      { role: 'assistant', content: of.answer },
    ],
    unmask,
    textHash: of.hash,
    sample: {
      kind: of.kind,
      context,
      question: of.question,
      answer: of.answer,
      isEdited: of.isEdited,
      leafId: of.leafId,
      leafPath: names.paths.get(of.leafId) ?? of.leafId,
      runId: of.runId,
      importId: of.importId,
      practice: of.isPractice ? practiceMark : null,
      documentVariant: of.documentVariant,
      isAuxiliary: of.isAuxiliary,
      isRaft: of.passages !== null,
      domain: names.domains.get(of.revisionId) ?? null,
    },
  };
}
