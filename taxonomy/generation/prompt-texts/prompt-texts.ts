import type { Database, Db } from '@/prisma/client';
import { recordAudit } from '../../accounts/audit';
import type { Actor } from '../../accounts/contract';
import type { Page, PageQuery } from '../../contract';
import { DomainError } from '../../errors';
import { pageOf, readOrdinal } from '../../paging';
import { getLeaf } from '../../seeds/leaf';
import type {
  LeafWithPrompt,
  PromptDetail,
  PromptInForce,
  PromptLine,
  PromptList,
  PromptVersion,
  SavePromptRequest,
} from '../contract-prompts';
import { faultsOf, promptNamed, promptsFor, type CataloguedPrompt } from './catalogue';
import { marksOf } from './marks';
import { placeOf, type PromptPlace } from './place';
import {
  countLeaves,
  insertVersion,
  selectLeavesWith,
  selectNewest,
  selectVersions,
  type VersionRow,
} from './repository';
import { variablesFor } from './variables';

/**
 * All prompts with whose text each has, in the order of the pipelines; in a leaf, those for its kind.
 *
 * @param nodeId A leaf; null for the taxonomy.
 * @throws DomainError `not_found` when the node is gone or is a folder.
 */
export async function listPrompts(db: Db, nodeId: string | null): Promise<PromptList> {
  const place = await placeOf(db, nodeId);
  const known = await newestOf(db, place);
  const leaves = await countLeaves(db, place.taxonomyId);
  const prompts = promptsFor(place.kind).map((each) => lineOf(each, known, leaves));
  return { leaf: place.leaf, prompts };
}

/**
 * A prompt in the taxonomy or in a leaf.
 *
 * @throws DomainError `not_found` for an unknown prompt or leaf, or a prompt that leaves of this kind do not use.
 */
export async function getPrompt(db: Db, name: string, nodeId: string | null): Promise<PromptDetail> {
  const place = await placeOf(db, nodeId);
  const catalogued = promptNamed(name, place.kind);
  const known = await newestOf(db, place);
  const line = lineOf(catalogued, known, await countLeaves(db, place.taxonomyId));
  const { prompt, kinds } = catalogued;
  const here = known.here.get(name);
  const above = place.leafId === null ? undefined : known.above.get(name);
  const content = nodeId === null ? null : (await getLeaf(db, nodeId)).content;
  const inherited = { ...inForce('taxonomy', above), text: above?.text ?? prompt.text.trim() };
  return {
    ...line,
    leaf: place.leaf,
    text: here?.text ?? inherited.text,
    inherited,
    builtInText: prompt.text.trim(),
    latest: here?.number ?? 0,
    isBehind: typeof here?.text === 'string' && here.builtInVersion !== prompt.version,
    marks: marksOf(prompt),
    variables: variablesFor(place.kind === null ? kinds : [place.kind]).map((variable) => ({
      name: variable.name,
      about: variable.about,
      value: content && place.leaf ? variable.valueOf({ name: place.leaf.name, content }) : null,
    })),
  };
}

/**
 * Saves a version of a prompt for the taxonomy or a leaf. It applies to runs that start later.
 *
 * Saving the text that holds already, or the same text twice, adds no version.
 *
 * @throws DomainError `invalid` for a text without its marks or with an unknown variable; `conflict` when somebody saved
 *   a version since, with its number in `detail`.
 */
export async function savePrompt(
  db: Database,
  actor: Actor,
  name: string,
  request: SavePromptRequest,
): Promise<PromptDetail> {
  const place = await placeOf(db, request.leaf);
  const { prompt } = promptNamed(name, place.kind);
  const text = request.text === null ? null : tidy(request.text);
  if (text !== null) refuseFaults(name, text, place);
  return db.$transaction(async (tx) => {
    const newest = (await newestOf(tx, place)).here.get(name);
    if ((newest?.text ?? null) !== text) {
      const number = request.after + 1;
      const { taxonomyId, leafId } = place;
      const version = { taxonomyId, leafId, prompt: name, number, text, builtInVersion: prompt.version };
      const isNext = (newest?.number ?? 0) === request.after;
      if (!isNext || !(await insertVersion(tx, { ...version, byId: actor.id }))) {
        await refuseOther(tx, place, name, text);
        return getPrompt(tx, name, request.leaf);
      }
      await recordAudit(tx, {
        actorId: actor.id,
        action: leafId === null ? 'taxonomy.prompt' : 'leaf.prompt',
        subjectType: leafId === null ? 'taxonomy' : 'leaf',
        subjectId: leafId ?? taxonomyId,
        detail: { prompt: name, number, isOwn: text !== null },
      });
    }
    return getPrompt(tx, name, request.leaf);
  });
}

/** The versions of a prompt in the taxonomy or in a leaf, newest first. The cursor is the number of the last one shown. */
export async function listVersions(
  db: Db,
  name: string,
  { leaf, cursor, limit }: PageQuery & { leaf?: string | undefined },
): Promise<Page<PromptVersion>> {
  const place = await placeOf(db, leaf ?? null);
  promptNamed(name, place.kind);
  const rows = await selectVersions(db, place, { prompt: name, before: readOrdinal(cursor), limit: limit + 1 });
  const page = pageOf(rows, limit, ({ number }) => String(number));
  return {
    ...page,
    items: page.items.map(({ number, text, builtInVersion, by, at }) => ({ number, text, builtInVersion, by, at })),
  };
}

/** The leaves that have their own text of a prompt, by id. */
export async function listLeavesWith(
  db: Db,
  name: string,
  { cursor = '', limit }: PageQuery,
): Promise<Page<LeafWithPrompt>> {
  promptNamed(name, null);
  const { taxonomyId } = await placeOf(db, null);
  const rows = await selectLeavesWith(db, { taxonomyId, prompt: name, after: cursor, limit: limit + 1 });
  return pageOf(rows, limit, ({ nodeId }) => nodeId);
}

/** @throws DomainError `invalid`, naming every fault. */
export function refuseFaults(name: string, text: string, { kind }: Pick<PromptPlace, 'kind'>): void {
  const faults = faultsOf(name, text, kind);
  if (faults.length > 0) throw new DomainError('invalid', faults.slice(0, 10).join(' '), { detail: { faults } });
}

/** Lines end as in the built-in texts, and nothing stands around the text. */
export const tidy = (text: string): string => text.replace(/\r\n?/g, '\n').trim();

type Newest = { here: ReadonlyMap<string, VersionRow>; above: ReadonlyMap<string, VersionRow>; isLeaf: boolean };

async function newestOf(db: Db, { taxonomyId, leafId }: PromptPlace): Promise<Newest> {
  const read = async (id: string | null) =>
    new Map((await selectNewest(db, { taxonomyId, leafId: id })).map((row) => [row.prompt, row]));
  return {
    here: await read(leafId),
    above: leafId === null ? new Map() : await read(null),
    isLeaf: leafId !== null,
  };
}

function lineOf(
  { prompt, kinds, uses }: CataloguedPrompt,
  { here, above, isLeaf }: Newest,
  leaves: ReadonlyMap<string, number>,
): PromptLine {
  const own = here.get(prompt.name);
  return {
    name: prompt.name,
    judges: prompt.judges ?? false,
    kinds,
    uses,
    builtInVersion: prompt.version,
    inForce:
      own?.text != null ? inForce(isLeaf ? 'leaf' : 'taxonomy', own) : inForce('taxonomy', above.get(prompt.name)),
    leaves: leaves.get(prompt.name) ?? 0,
  };
}

function inForce(source: 'taxonomy' | 'leaf', row: VersionRow | undefined): PromptInForce {
  if (row?.text == null) return { source: 'built_in', number: null, by: null, at: null };
  return { source, number: row.number, by: row.by, at: row.at };
}

/** @throws DomainError `conflict`, unless the version that was saved meanwhile has the same text. */
async function refuseOther(tx: Db, place: PromptPlace, name: string, text: string | null): Promise<void> {
  const [newest] = await selectVersions(tx, place, { prompt: name, before: null, limit: 1 });
  if (newest?.text === text) return;
  const who = newest ? `${newest.by} has saved version ${newest.number}` : 'Somebody has saved another version';
  throw new DomainError(
    'conflict',
    `${who} of this prompt since you opened it. Your text is not saved: compare the two, then save yours as the next version.`,
    { detail: { latest: newest?.number ?? 0 } },
  );
}
