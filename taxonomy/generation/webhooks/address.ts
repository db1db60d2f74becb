import { isIP } from 'node:net';
import { DomainError } from '../../errors';
import { metadataNames } from '../../metadata-hosts';
import type { AddressRules } from '../teacher/access';
import { isBlocked, placeOf } from '../teacher/blocked-addresses';

/**
 * The address of a webhook, checked and in its usual form.
 *
 * @throws DomainError `invalid` when it is not http(s), has a password in it, or may not be used.
 */
export function webhookUrl(address: string, rules: AddressRules): string {
  const url = URL.parse(address);
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new DomainError(
      'invalid',
      `“${address.slice(0, 200)}” is not an address. It begins with https:// or http://.`,
    );
  }
  if (url.username || url.password) {
    throw new DomainError('invalid', 'The address contains a name or password. Check the signature instead.');
  }
  const place = placeOf(url);
  const isThisMachine = place.host === 'localhost' || place.host.endsWith('.localhost');
  const ip = isThisMachine ? '127.0.0.1' : place.host;
  if (metadataNames.has(place.host) || (isIP(ip) && isBlocked(ip, place, rules))) {
    throw new DomainError('invalid', notAllowed(place.host));
  }
  url.hash = '';
  return url.href;
}

/** Always the same sentence, so that it reveals nothing about what is there. */
export const notAllowed = (host: string): string =>
  `${host.slice(0, 200)} is not allowed as a webhook's address. For one inside the network, add its host to SEEDLEAF_WEBHOOK_HOSTS.`;
