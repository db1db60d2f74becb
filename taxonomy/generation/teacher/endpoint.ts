import { DomainError } from '../../errors';
import type { AddressRules } from './access';
import { placeOf, refuseBlockedPlace } from './blocked-addresses';
import { knownBaseOf, refuseKeyInAddress } from './known-addresses';

/**
 * The base address of a teacher's OpenAI API, from any form that people enter: `http://host:11434`, `…/v1`,
 * `…/v1/chat/completions` all give `http://host:11434/v1`. Those of Azure, Anthropic and Gemini give their
 * OpenAI-compatible address.
 *
 * @throws DomainError `invalid` for another protocol, a key inside the address, or an address that no teacher may have.
 */
export function baseUrlOf(address: string, rules: AddressRules): string {
  let url: URL;
  try {
    url = new URL(address.trim());
  } catch (cause) {
    throw new DomainError(
      'invalid',
      `“${address.slice(0, 200)}” is not an address. It begins with http:// or https://.`,
      { cause },
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new DomainError(
      'invalid',
      "A teacher's address begins with http:// or https://, such as http://127.0.0.1:11434/v1.",
    );
  }
  if (url.username || url.password) {
    throw new DomainError(
      'invalid',
      'The address contains a name or password. Enter the key in its own field instead.',
    );
  }
  try {
    refuseBlockedPlace(placeOf(url), rules);
  } catch (cause) {
    throw new DomainError('invalid', cause instanceof Error ? cause.message : String(cause), { cause });
  }
  refuseKeyInAddress(url);
  const whole = url.pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '');
  const known = knownBaseOf(url, whole);
  if (known !== null) return known;
  const path = whole
    .replace(ownApiOfOllama, '')
    .replace(/\/(chat\/completions|chat|completions|models|responses|embeddings)$/, '');
  return `${url.origin}${path || '/v1'}${url.search}`;
}

/** Ollama serves the OpenAI API under `/v1`, next to its native API. */
const ownApiOfOllama = /\/api\/(chat|generate|tags)$/;

/** The address of one resource under a base; a query in the base (an API version) stays at the end. */
export function endpointOf(baseUrl: string, resource: string): URL {
  const url = new URL(baseUrl);
  // Azure has files and batches beside its deployments, not under them.
  if (/^(files|batches)/.test(resource)) url.pathname = url.pathname.replace(/\/deployments\/[^/]+\/?$/, '');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${resource}`;
  return url;
}
