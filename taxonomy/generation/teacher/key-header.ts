import { providerOf } from '../vocabulary-servers';

/** The headers that carry a teacher's key, by the server at its address and by what is asked. */
export function keyHeaders(baseUrl: string, resource: string, apiKey: string | undefined): Record<string, string> {
  const provider = providerOf(baseUrl);
  // Anthropic lists its models only in its own protocol.
  const isAnthropicList = provider === 'anthropic' && resource === 'models';
  const version: Record<string, string> = isAnthropicList ? { 'anthropic-version': '2023-06-01' } : {};
  if (!apiKey) return version;
  if (provider === 'azure') return { 'api-key': apiKey };
  return isAnthropicList ? { ...version, 'x-api-key': apiKey } : { authorization: `Bearer ${apiKey}` };
}
