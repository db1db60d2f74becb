/** A file with its path inside of what was chosen, such as `taxonomy/knowledge/science/birds/qna.yaml`. */
export type ImportFile = { path: string; file: File };

const isQna = (path: string): boolean => /^(?:qna\.ya?ml)$/i.test(nameOf(path));
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
const isHidden = (path: string) => path.split('/').some((part) => part.startsWith('.'));

/** What a leaf is made of: its qna.yaml and what says where it comes from. */
export const isTaxonomyFile = (path: string): boolean =>
  !isHidden(path) && (isQna(path) || nameOf(path) === 'attribution.txt');

export const isZip = (path: string): boolean => path.toLowerCase().endsWith('.zip');

/** What of a choice is sent: one zip as it is, or the files of every leaf in it. The rest stays where it is. */
export function pickFiles(files: readonly ImportFile[]): ImportFile[] {
  const zip = files.find(({ path }) => isZip(path) && !path.includes('/'));
  if (zip) return [zip];
  const leaves = new Set(files.filter(({ path }) => isQna(path)).map(({ path }) => folderOf(path)));
  return files.filter(({ path }) => isTaxonomyFile(path) && leaves.has(folderOf(path)));
}

export const filesOfInput = (list: FileList): ImportFile[] =>
  [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** What was dragged in: files, zips, and folders with all that is in them. */
export async function filesOfDrop(data: DataTransfer): Promise<ImportFile[]> {
  // The entries must be taken before the first await: the browser empties the list after the event.
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found = await Promise.all(entries.map(filesOfEntry));
  return found.flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<ImportFile[]> {
  if (isFileEntry(entry)) {
    const path = entry.fullPath.replace(/^\//, '');
    if (!isTaxonomyFile(path) && !isZip(path)) return [];
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path, file }];
  }
  if (!isFolderEntry(entry)) return [];
  const reader = entry.createReader();
  const files: ImportFile[] = [];
  // A reader gives at most 100 entries a time, and an empty list at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    files.push(...(await Promise.all(some.map(filesOfEntry))).flat());
  }
}

const isFileEntry = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolderEntry = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
