import type { FoundServer } from '../contract';
import { ownAddress } from './access';
import { openAiCompatible } from './openai-compatible';
import type { OfferedModel } from './models';
import { practiceModel } from '../vocabulary';

// Where the usual local servers listen unless told otherwise. Nothing of this comes from a browser.
const usualPorts = { Ollama: 11434, 'LM Studio': 1234, vLLM: 8000, 'llama.cpp': 8080 } as const;

const owners: Record<string, string> = {
  vllm: 'vLLM',
  llamacpp: 'llama.cpp',
  library: 'Ollama',
  organization_owner: 'LM Studio',
};

const TIMEOUT_MS = 800;

/**
 * Model servers on this machine, asked for their models all at once. What does not answer in time, or in another
 * protocol, is not there. Two products share ports, so the models' owner tells which it is where it can.
 */
export async function findServers(
  signal: AbortSignal,
  ports: Record<string, number> = usualPorts,
): Promise<FoundServer[]> {
  const asked = Object.entries(ports).map(([product, port]) => ask(product, `http://127.0.0.1:${port}/v1`, signal));
  return (await Promise.all(asked)).filter((found) => found !== null);
}

async function ask(usual: string, baseUrl: string, signal: AbortSignal): Promise<FoundServer | null> {
  const client = openAiCompatible({ baseUrl, model: '', slots: 1, timeoutMs: TIMEOUT_MS, rules: ownAddress });
  try {
    const models = await client.models(signal);
    if (models.some(({ id }) => id === practiceModel)) return null;
    return { product: productOf(models) ?? usual, baseUrl, models: models.map(({ id }) => id) };
  } catch {
    // No server, or none with this API: in both cases nothing was found.
    return null;
  } finally {
    await client.close();
  }
}

const productOf = (models: OfferedModel[]): string | undefined =>
  models.map(({ ownedBy }) => owners[ownedBy.toLowerCase()]).find((product) => product !== undefined);
