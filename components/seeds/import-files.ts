/** A file with its path inside the chosen folder, such as `taxonomy/knowledge/science/birds/qna.yaml`. */
export type ImportFile = { path: string; file: File };

const isQna = (path: string): boolean => /^(?:qna\.ya?ml)$/i.test(nameOf(path));
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
const isHidden = (path: string) => path.split('/').some((part) => part.startsWith('.'));

/** The files of a leaf: its qna.yaml and its attribution. */
export const isTaxonomyFile = (path: string): boolean =>
  !isHidden(path) && (isQna(path) || nameOf(path) === 'attribution.txt');

export const isZip = (path: string): boolean => path.toLowerCase().endsWith('.zip');

/** Which files of a choice are sent: a single zip, or the files of all leaves. The rest is not sent. */
export function pickFiles(files: readonly ImportFile[]): ImportFile[] {
  const zip = files.find(({ path }) => isZip(path) && !path.includes('/'));
  if (zip) return [zip];
  const leaves = new Set(files.filter(({ path }) => isQna(path)).map(({ path }) => folderOf(path)));
  return files.filter(({ path }) => isTaxonomyFile(path) && leaves.has(folderOf(path)));
}

export const filesOfInput = (list: FileList): ImportFile[] =>
  [...list].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** All dropped files: files, zips, and folders with everything in them. */
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
  // A reader returns at most 100 entries at a time, and an empty list at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    files.push(...(await Promise.all(some.map(filesOfEntry))).flat());
  }
}

const isFileEntry = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolderEntry = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
