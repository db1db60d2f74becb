import { DomainError } from '../../errors';
import { isAzureHost, providerOf } from '../vocabulary-servers';

/**
 * The base address at servers whose addresses people copy in other forms than that of the OpenAI protocol; null for any
 * other server.
 *
 * @param path The path of the address, without double or trailing slashes.
 * @throws DomainError `invalid` for a deployment without its API version.
 */
export function knownBaseOf(url: URL, path: string): string | null {
  switch (providerOf(url.href)) {
    case 'azure':
      return azureBaseOf(url, path);
    case 'anthropic':
      return `${url.origin}/v1`;
    case 'gemini':
      return `${url.origin}/${/^\/(v\d[a-z]*)\/openai(?:\/|$)/.exec(path)?.[1] ?? 'v1beta'}/openai`;
    case null:
      return null;
  }
}

/** Azure has an address for each deployment, with an API version, and a newer one for all of them, without. */
function azureBaseOf(url: URL, path: string): string | null {
  const { origin, search, hostname } = url;
  const deployment = /^.*\/openai\/deployments\/[^/]+/.exec(path)?.[0];
  if (deployment !== undefined) return `${origin}${deployment}${versioned(url)}`;
  if (!isAzureHost(hostname)) return null;
  if (/\/models(?:\/chat\/completions)?$/.test(path) && !/\/openai\//.test(path))
    return `${origin}${path.replace(/\/chat\/completions$/, '')}${versioned(url)}`;
  const newer = /^.*\/openai\/v1(?=\/|$)/.exec(path)?.[0];
  if (newer !== undefined) return `${origin}${newer}${search}`;
  return `${origin}${path.replace(/\/openai(?:\/.*)?$|\/v1$/, '')}/openai/v1`;
}

/** A gateway in front of Azure may add the version itself. */
function versioned({ origin, hostname, search, searchParams }: URL): string {
  if (searchParams.get('api-version') || !isAzureHost(hostname)) return search;
  throw new DomainError(
    'invalid',
    'The address of an Azure deployment ends with its API version, such as ?api-version=2024-10-21. Copy the whole ' +
      `address (Target URI) from the deployment, or enter ${origin}/openai/v1 with the deployment's name as the model.`,
  );
}

const keyParameter = /^(?:key|sig|token|(?:api|access|subscription)[-_]?(?:key|token))$/i;

/**
 * An address is shown to everyone and stored with each run, so it may not contain a key.
 *
 * @throws DomainError `invalid`, naming the parameter and never its value.
 */
export function refuseKeyInAddress({ searchParams }: URL): void {
  const name = [...searchParams.keys()].find((each) => keyParameter.test(each));
  if (name === undefined) return;
  throw new DomainError(
    'invalid',
    `The address contains a key (“${name}=…”). Remove it from the address, and enter the key in its own field instead.`,
  );
}
