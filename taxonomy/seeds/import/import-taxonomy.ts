import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import { DomainError } from '../../errors';
import { changeStructure } from '../../tree/change-structure';
import { findPlaces, makePlaces } from '../../tree/places';
import { contentHash } from '../content';
import type { ImportedLeaf, ImportReport, LeafContent } from '../contract';
import { insertRevisions, type NewRevision } from '../repository';
import { insertImport } from '../repository-imports';
import { selectLeafStates, type ExistingLeaf } from '../repository-import';
import { newRevision } from '../save-leaf';
import type { ImportChoice } from './choose-files';
import { keepSeedIds } from './keep-seed-ids';
import { planImport, type PlannedLeaf, type SkippedFile } from './plan';
import type { SourceFile } from './source';

export type ImportResult = {
  report: ImportReport;
  /** Written leaves that name documents in git, for the caller to fetch. */
  leavesWithDocuments: string[];
};

export type ImportRequest = {
  taxonomyId: string;
  files: SourceFile[];
  /** The name of the folder or archive, as shown to people. */
  shownName: string;
  /** Only reports what would happen. */
  isDryRun: boolean;
  /** Leaves that exist already are not changed. */
  keepExisting?: boolean;
  /** All leaves of the source unless given. */
  choice?: ImportChoice;
};

/**
 * Imports a taxonomy: files are read and checked first, then all are written in one transaction. A leaf is identified
 * by its place in the tree. A leaf that equals its file stays as it is; one that differs gets a new revision, so that
 * no work is lost.
 *
 * @throws DomainError `invalid` when the source holds no leaf, `conflict` when a leaf was saved at the same time.
 */
export async function importTaxonomy(db: Database, actor: Actor, request: ImportRequest): Promise<ImportResult> {
  const { taxonomyId, isDryRun, keepExisting = false } = request;
  const { leaves, skipped } = await planImport(request.files, request.shownName, request.choice);
  if (isDryRun) {
    const nodeIds = await findPlaces(db, taxonomyId, leaves);
    const steps = await compare(db, { leaves, nodeIds, keepExisting });
    return { report: reportOf(steps, skipped, { written: false, importId: null }), leavesWithDocuments: [] };
  }
  return changeStructure(db, taxonomyId, async (tx) => {
    const { nodeIds, made } = await placesOf(tx, taxonomyId, leaves);
    const steps = await compare(tx, { leaves, nodeIds, keepExisting });
    const revisions = await write(tx, actor, steps, request.shownName);
    const importId = await recordImport(tx, actor, request, { made, revisions });
    const report = reportOf(steps, skipped, { written: true, importId });
    const { added, changed, unchanged, invalid } = report;
    const detail = { importId, source: request.shownName, added, changed, unchanged, invalid };
    await recordAudit(tx, {
      actorId: actor.id,
      action: 'taxonomy.import',
      subjectType: 'taxonomy',
      subjectId: taxonomyId,
      detail,
    });
    return { report, leavesWithDocuments: steps.filter(hasNewReference).flatMap((step) => step.nodeId ?? []) };
  });
}

/** Creates nodes for the leaves that can be imported. */
async function placesOf(
  tx: Db,
  taxonomyId: string,
  leaves: PlannedLeaf[],
): Promise<{ nodeIds: (string | null)[]; made: string[] }> {
  const sound = leaves.filter((leaf) => leaf.content !== null);
  const { ids, made } = await makePlaces(tx, taxonomyId, sound);
  const idOf = new Map(ids.map((id, i) => [sound[i], id]));
  return { nodeIds: leaves.map((leaf) => idOf.get(leaf) ?? null), made };
}

/** @returns Null when there is nothing that could be undone. */
async function recordImport(
  tx: Db,
  actor: Actor,
  { taxonomyId, shownName }: ImportRequest,
  { made, revisions }: { made: string[]; revisions: NewRevision[] },
): Promise<string | null> {
  if (revisions.length === 0) return null;
  const isNew = new Set(made);
  const leaves = revisions.map(({ nodeId, number }) => ({ nodeId, isNew: isNew.has(nodeId), version: number }));
  const leafIds = new Set(leaves.map(({ nodeId }) => nodeId));
  const folders = made.filter((id) => !leafIds.has(id)).map((nodeId) => ({ nodeId, isNew: true, version: null }));
  const added = revisions.filter(({ number }) => number === 1).length;
  return insertImport(tx, {
    taxonomyId,
    source: shownName.slice(0, 500),
    importedById: actor.id,
    added,
    changed: revisions.length - added,
    nodes: [...leaves, ...folders],
  });
}

type Step = {
  leaf: PlannedLeaf;
  nodeId: string | null;
  outcome: ImportedLeaf['outcome'];
  before: ExistingLeaf | null;
  content: LeafContent | null;
};

async function compare(
  db: Db,
  { leaves, nodeIds, keepExisting }: { leaves: PlannedLeaf[]; nodeIds: (string | null)[]; keepExisting: boolean },
): Promise<Step[]> {
  const states = new Map<string, ExistingLeaf>();
  for (const ids of inGroups(nodeIds.filter((id) => id !== null))) {
    for (const state of await selectLeafStates(db, ids)) states.set(state.nodeId, state);
  }
  return leaves.map((leaf, i) => {
    const nodeId = nodeIds[i] ?? null;
    const before = (nodeId === null ? undefined : states.get(nodeId)) ?? null;
    if (leaf.content === null) return { leaf, nodeId, outcome: 'invalid', before, content: null };
    if (before === null) return { leaf, nodeId, outcome: 'added', before, content: leaf.content };
    const content = keepSeedIds(leaf.content, before.content);
    const isSame = keepExisting || isUnchanged(leaf, before);
    return { leaf, nodeId, outcome: isSame ? 'unchanged' : 'changed', before, content };
  });
}

/** Compares bytes too: an export returns the original bytes, so a reformatted file is a new revision. */
const isUnchanged = ({ content, sourceYaml, attribution }: PlannedLeaf, before: ExistingLeaf): boolean =>
  content !== null &&
  before.contentHash === contentHash(content) &&
  before.sourceYaml === sourceYaml &&
  before.attribution === attribution;

async function write(tx: Db, actor: Actor, steps: Step[], shownName: string): Promise<NewRevision[]> {
  const revisions = steps.flatMap(({ leaf, nodeId, outcome, before, content }): NewRevision[] => {
    if (nodeId === null || content === null || (outcome !== 'added' && outcome !== 'changed')) return [];
    const { sourceYaml, attribution } = leaf;
    const note = `Imported from ${shownName}`.slice(0, 500);
    return [newRevision(actor, nodeId, { content, number: (before?.version ?? 0) + 1, sourceYaml, attribution, note })];
  });
  for (const group of inGroups(revisions)) {
    const written = await insertRevisions(tx, group);
    const missed = group.find((revision) => !written.has(revision.nodeId));
    const name = steps.find((step) => step.nodeId === missed?.nodeId)?.leaf.file;
    if (missed)
      throw new DomainError(
        'conflict',
        `${name ?? 'A leaf'} was saved by someone else during the import. Nothing was written. Import again.`,
      );
  }
  return revisions;
}

const hasNewReference = ({ outcome, content }: Step): boolean =>
  (outcome === 'added' || outcome === 'changed') &&
  content?.kind === 'knowledge' &&
  (content.document?.repo ?? '') !== '';

// A few megabytes per statement.
const AT_ONCE = 200;
const inGroups = <T>(all: T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, i) => all.slice(i * AT_ONCE, (i + 1) * AT_ONCE));

function reportOf(
  steps: Step[],
  skipped: SkippedFile[],
  outcome: Pick<ImportReport, 'written' | 'importId'>,
): ImportReport {
  const count = (outcome: ImportedLeaf['outcome']) => steps.filter((step) => step.outcome === outcome).length;
  const leaves = steps.map(({ leaf, nodeId, outcome, content }): ImportedLeaf => ({
    file: leaf.file,
    outcome,
    nodeId,
    kind: content?.kind ?? null,
    seedCount: content?.seeds.length ?? 0,
    problems: leaf.problems,
  }));
  const others = skipped.map(({ file, problems }): ImportedLeaf => ({
    file,
    outcome: 'skipped',
    nodeId: null,
    kind: null,
    seedCount: 0,
    problems,
  }));
  return {
    ...outcome,
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    invalid: count('invalid'),
    leaves: [...leaves, ...others],
  };
}
