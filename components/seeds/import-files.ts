/** A file with its path inside of what was chosen, such as `taxonomy/knowledge/science/birds/qna.yaml`. */
export type ImportFile = { path: string; file: File };

const wanted = new Set(['qna.yaml', 'qna.yml', 'attribution.txt']);

/** The files of a taxonomy; everything else of a folder stays where it is. */
export const isTaxonomyFile = (path: string): boolean => {
  const parts = path.split('/');
  return wanted.has(parts.at(-1)?.toLowerCase() ?? '') && !parts.some((part) => part.startsWith('.'));
};

const isZip = (file: File): boolean => file.name.toLowerCase().endsWith('.zip');

/** What of a choice is sent: zips as they are, and the taxonomy files of folders. */
export const pickFiles = (files: readonly ImportFile[]): ImportFile[] =>
  files.filter(({ path, file }) => isZip(file) || isTaxonomyFile(path));

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
    if (!isTaxonomyFile(path) && !path.toLowerCase().endsWith('.zip')) return [];
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

const MOST_FILES = 200;
const MOST_BYTES = 8 * 1024 * 1024;

/** Cuts a choice into requests of a bearable size; the files of one folder, which make one leaf, stay together. */
export function inBatches(files: readonly ImportFile[]): ImportFile[][] {
  const folders = new Map<string, ImportFile[]>();
  for (const each of files) {
    const folder = isZip(each.file) ? each.path : each.path.slice(0, each.path.lastIndexOf('/') + 1);
    folders.set(folder, [...(folders.get(folder) ?? []), each]);
  }
  const batches: ImportFile[][] = [];
  let size = { files: MOST_FILES, bytes: 0 };
  for (const folder of folders.values()) {
    const bytes = folder.reduce((sum, { file }) => sum + file.size, 0);
    if (size.files + folder.length > MOST_FILES || size.bytes + bytes > MOST_BYTES) {
      batches.push([]);
      size = { files: 0, bytes: 0 };
    }
    batches.at(-1)?.push(...folder);
    size = { files: size.files + folder.length, bytes: size.bytes + bytes };
  }
  return batches;
}
