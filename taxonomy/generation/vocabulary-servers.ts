// What is known about servers by their address. Everything else is learned from their answers.

/** A kind of server that differs from the protocol before it has answered anything. */
export type Provider = 'azure' | 'anthropic' | 'gemini';

const azureHost =
  /\.(?:openai\.azure|cognitiveservices\.azure|services\.ai\.azure|api\.cognitive\.microsoft)\.(?:com|us|cn)$/;

/** Whether a host is one of Azure's own, rather than a gateway in front of it. */
export const isAzureHost = (host: string): boolean => azureHost.test(host);

/** The kind of server at an address; null for an ordinary one, and while the address is no URL. */
export function providerOf(address: string): Provider | null {
  if (!URL.canParse(address)) return null;
  const { hostname, pathname, searchParams } = new URL(address);
  if (isAzureHost(hostname) || /\/openai\/deployments\//.test(pathname) || searchParams.has('api-version'))
    return 'azure';
  if (hostname === 'api.anthropic.com') return 'anthropic';
  return hostname === 'generativelanguage.googleapis.com' ? 'gemini' : null;
}

/** What people should know about such a server before they add it. */
export const providerNotes: Record<Provider, string> = {
  azure:
    'Azure: the key is sent in the header api-key. The model is the name of the deployment. The address of a deployment ends with its api-version.',
  anthropic:
    'Anthropic: its OpenAI-compatible address is used, with the key as a bearer token. By its documentation it ignores seeds, JSON schemas and logprobs, and gives one answer per request.',
  gemini:
    'Gemini: its OpenAI-compatible address is used, with the key as a bearer token. It may refuse a seed or logprobs; Seedleaf then leaves them out.',
};
