import { DomainError } from '../../errors';
import { NodeName } from '../../tree/contract';
import { branches, type Branch } from '../../tree/vocabulary';
import type { FileProblem, LeafContent } from '../contract';
import type { QnaProblem } from '../qna/problem';
import { MAX_ATTRIBUTION_BYTES, readLeaf } from '../qna/read-leaf';
import { sizeFault } from '../qna/read-yaml';
import { chooseFiles, type ImportChoice } from './choose-files';
import { ATTRIBUTION, isNearlyQna, QNA, type SourceFile } from './source';

/** A leaf of a source. Without `content` it is not imported, and `problems` say why. */
export type PlannedLeaf = {
  /** The file's path inside the taxonomy. */
  file: string;
  branch: Branch;
  /** Names of the folders below the branch, the leaf's included. */
  steps: string[];
  content: LeafContent | null;
  sourceYaml: string | null;
  attribution: string | null;
  problems: FileProblem[];
};

export type SkippedFile = { file: string; problems: FileProblem[] };

/**
 * Reads a source file by file and lists what an import would do. The taxonomy may be in a subfolder (a zip of
 * `taxonomy-main/…`): it starts at the first folder with the name of a branch.
 *
 * @throws DomainError `invalid` when the source holds no leaf at all, or the choice names none of them.
 */
export async function planImport(
  files: SourceFile[],
  shownName: string,
  choice: ImportChoice = {},
): Promise<{ leaves: PlannedLeaf[]; skipped: SkippedFile[] }> {
  const attributions = new Map(
    files.filter((file) => file.path.endsWith(`/${ATTRIBUTION}`)).map((file) => [folderOf(file.path), file]),
  );
  const found: { file: SourceFile; place: TaxonomyPlace }[] = [];
  const skipped: SkippedFile[] = [];
  for (const file of files.filter((each) => isNearlyQna(each.path))) {
    const place = placeOf(file.path);
    const why = whySkipped(file.path, place);
    if (why || !place) skipped.push({ file: file.path, problems: [warning(why ?? '')] });
    else found.push({ file, place });
  }
  if (found.length === 0) {
    const folders = branches.join(', ');
    throw new DomainError(
      'invalid',
      `There is no ${QNA} below a folder ${folders} in “${shownName}”. Choose the folder that contains them.`,
    );
  }
  const chosen = chooseFiles(
    found.map(({ place }) => place.file),
    choice,
  );
  const leaves: PlannedLeaf[] = [];
  for (const { file, place } of found) {
    if (!chosen.has(place.file)) skipped.push({ file: place.file, problems: [warning('It was not selected.')] });
    else leaves.push(await planLeaf(file, attributions.get(folderOf(file.path)) ?? null, place));
  }
  return { leaves: refuseDuplicates(leaves), skipped };
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

type TaxonomyPlace = { file: string; branch: Branch; steps: string[] };

function placeOf(path: string): TaxonomyPlace | null {
  const steps = path.normalize().split('/');
  for (const [i, step] of steps.entries()) {
    const branch = branches.find((each) => each === step);
    if (branch) return { file: steps.slice(i).join('/'), branch, steps: steps.slice(i + 1, -1) };
  }
  return null;
}

function whySkipped(path: string, place: TaxonomyPlace | null): string | null {
  if (!place) return `This file is in none of the folders ${branches.join(', ')}, so it has no place in the tree.`;
  if (!path.endsWith(`/${QNA}`)) return `A leaf’s file is called ${QNA}. Rename this one to import it.`;
  return place.steps.length === 0 ? 'A branch cannot be a leaf. Move the file into a folder below it.' : null;
}

async function planLeaf(file: SourceFile, attribution: SourceFile | null, place: TaxonomyPlace): Promise<PlannedLeaf> {
  const nothing = { ...place, content: null, sourceYaml: null, attribution: null };
  const badName = place.steps.find((step) => NodeName.safeParse(step).data !== step);
  if (badName !== undefined) {
    return {
      ...nothing,
      problems: [
        error(
          `The folder name “${badName}” cannot be used. Rename it: at most 200 characters, no spaces at the start or end.`,
        ),
      ],
    };
  }
  const tooLarge = sizeFault(file.sizeBytes);
  if (tooLarge) return { ...nothing, problems: [error(tooLarge.message)] };
  const qna = await file.read().catch((cause: unknown) => (cause instanceof Error ? cause : new Error(String(cause))));
  if (qna instanceof Error) return { ...nothing, problems: [error(`The file cannot be read (${qna.message}).`)] };
  const isSmall = attribution !== null && attribution.sizeBytes <= MAX_ATTRIBUTION_BYTES;
  const read = readLeaf({
    file: place.file,
    path: place.file,
    branch: place.branch,
    qna,
    attribution: isSmall ? await attribution.read() : null,
  });
  const { errors, warnings } = read.verdict;
  // When nothing can be imported, the warnings explain why.
  const remark = read.content === null ? 'error' : 'warning';
  const problems = [
    ...errors.map((each) => toFileProblem('error', each)),
    ...warnings.map((each) => toFileProblem(remark, each)),
  ];
  if (attribution && !isSmall) problems.push(warning(`${ATTRIBUTION} is larger than 64 KiB and was skipped.`));
  return { ...place, content: read.content, sourceYaml: read.sourceYaml, attribution: read.attribution, problems };
}

const error = (message: string): FileProblem => ({ severity: 'error', line: null, column: null, field: '', message });
const warning = (message: string): FileProblem => ({ ...error(message), severity: 'warning' });

function toFileProblem(
  severity: 'error' | 'warning',
  { path, keyword, line, column, message }: QnaProblem,
): FileProblem {
  // An incomplete leaf is imported, but cannot generate until it is complete.
  return { severity: keyword === 'incomplete' ? 'error' : severity, line, column, field: path, message };
}

/** Names in the tree must differ in more than case; names of folders on a disk need not. */
function refuseDuplicates(leaves: PlannedLeaf[]): PlannedLeaf[] {
  const firsts = new Map<string, string>();
  return leaves.map((leaf) => {
    const key = leaf.file.toLowerCase();
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, leaf.file);
    if (first === undefined) return leaf;
    const problem = error(
      `This leaf and ${first} have names that differ only in upper and lower case. Rename one folder.`,
    );
    return { ...leaf, content: null, problems: [...leaf.problems, problem] };
  });
}
