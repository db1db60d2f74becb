import { opendir } from 'node:fs/promises';
import path from 'node:path';

/** Whether there are only these files below a folder. Folders with none of them are not entered. */
export async function hasOnly(folder: string, below: string, ours: ReadonlySet<string>): Promise<boolean> {
  for await (const entry of await opendir(path.join(folder, below))) {
    const name = below + entry.name;
    if (!entry.isDirectory()) {
      if (!ours.has(name)) return false;
      continue;
    }
    const isOurs = [...ours].some((each) => each.startsWith(`${name}/`));
    if (!isOurs || !(await hasOnly(folder, `${name}/`, ours))) return false;
  }
  return true;
}
