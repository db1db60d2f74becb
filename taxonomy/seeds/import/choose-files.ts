import { DomainError } from '../../errors';
import { QNA } from './source';

/**
 * Which parts of a source are imported. A path is that of a leaf's file, or of a folder with everything below it,
 * inside the taxonomy: `knowledge/science/birds/qna.yaml`, `knowledge/science`.
 */
export type ImportChoice = {
  /** Only what is at these paths; everything when omitted. */
  only?: readonly string[] | undefined;
  /** Not what is at these paths. */
  skip?: readonly string[] | undefined;
};

/**
 * The chosen files.
 *
 * @param files Paths of all leaves of the source, inside the taxonomy.
 * @throws DomainError `invalid` when a path matches nothing in the source, or nothing is left to import.
 */
export function chooseFiles(files: readonly string[], { only, skip = [] }: ImportChoice): Set<string> {
  const isSkipped = matcher(files, skip);
  const isWanted = only === undefined ? () => true : matcher(files, only);
  const chosen = new Set(files.filter((file) => isWanted(file) && !isSkipped(file)));
  if (chosen.size === 0 && files.length > 0)
    throw new DomainError('invalid', 'No leaf is selected. Select at least one to import.');
  return chosen;
}

/** Compares every file with the folders above it and not with every path: both lists may have 10,000 entries. */
function matcher(files: readonly string[], paths: readonly string[]): (file: string) => boolean {
  const wanted = new Map(paths.map((path) => [plain(path), path]));
  const covering = (file: string) => [file, ...foldersAbove(file)].filter((place) => wanted.has(place));
  const found = new Set(files.flatMap(covering));
  const missing = [...wanted].find(([place]) => !found.has(place));
  if (missing)
    throw new DomainError(
      'invalid',
      `There is nothing to import at “${missing[1]}”. Give the path of a leaf or folder in the source, such as “${files[0]?.replace(`/${QNA}`, '') ?? 'knowledge/science'}”.`,
    );
  return (file) => covering(file).length > 0;
}

function foldersAbove(file: string): string[] {
  const steps = file.split('/');
  return steps.slice(0, -1).map((_, i) => steps.slice(0, i + 1).join('/'));
}

const plain = (path: string): string =>
  path
    .normalize()
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '');
