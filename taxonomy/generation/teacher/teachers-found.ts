import type { FoundServer } from '../contract-teachers';
import { ownAddress } from './access';
import { openAiCompatible } from './openai-compatible';
import type { OfferedModel } from './models';
import { practiceModel } from '../vocabulary';

// The default ports of common local servers. None of them comes from a browser.
const usualPorts = { Ollama: 11434, 'LM Studio': 1234, vLLM: 8000, 'llama.cpp': 8080 } as const;

const owners: Record<string, string> = {
  vllm: 'vLLM',
  llamacpp: 'llama.cpp',
  library: 'Ollama',
  organization_owner: 'LM Studio',
};

const TIMEOUT_MS = 800;

/**
 * Model servers on this machine, all asked for their models at once. A server that does not answer in time, or in
 * another protocol, is left out. Some products share ports, so the models' owner tells which one it is, if possible.
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
    // No server, or none with this API: in both cases there is nothing.
    return null;
  } finally {
    await client.close();
  }
}

const productOf = (models: OfferedModel[]): string | undefined =>
  models.map(({ ownedBy }) => owners[ownedBy.toLowerCase()]).find((product) => product !== undefined);
