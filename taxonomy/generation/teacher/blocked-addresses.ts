import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { addressKind, plainHost } from '../../inner-addresses';
import { metadataNames } from '../../metadata-hosts';
import type { AddressRules } from './access';
import { TeacherError } from './teacher';

/** The host and port of a teacher's address. */
export type Place = { host: string; port: number };

/** @param url A teacher's address. */
export const placeOf = ({ hostname, port, protocol }: URL): Place => ({
  host: plainHost(hostname),
  port: Number(port) || (protocol === 'https:' ? 443 : 80),
});

/** Whether a teacher may not be at this IP address, to which its host resolves. */
export function isBlocked(address: string, { host, port }: Place, rules: AddressRules): boolean {
  const kind = addressKind(address);
  if (kind === 'never') return true;
  if (rules.ownPorts.includes(port) && (kind === 'loopback' || isOfThisMachine(address))) return true;
  if (kind === 'public') return false;
  if (kind === 'loopback' && rules.mayBeThisMachine) return false;
  return ![host, plainHost(address), '*'].some((each) => rules.innerHosts.includes(each));
}

const isOfThisMachine = (address: string): boolean =>
  Object.values(networkInterfaces()).some((all) => all?.some((each) => each.address === address));

/**
 * Refuses a host that is blocked by its name or that is itself a blocked address. Names are checked again when they are
 * resolved. The message is always the same, so that it reveals nothing about what is there.
 *
 * @throws TeacherError `refused_request`
 */
export function refuseBlockedPlace(place: Place, rules: AddressRules): void {
  const { host } = place;
  const isThisMachine = host === 'localhost' || host.endsWith('.localhost');
  const address = isThisMachine ? '127.0.0.1' : host;
  if (metadataNames.has(host) || (isIP(address) && isBlocked(address, place, rules))) throw blocked(host);
}

/**
 * Resolves a teacher's name right before a connection, and refuses blocked addresses. The connection then uses exactly
 * the addresses that were checked, so a name cannot change in between.
 */
export const guardedLookup =
  (place: Place, rules: AddressRules) =>
  (
    hostname: string,
    options: LookupOptions,
    callback: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ): void => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = addresses.filter(({ address }) => !isBlocked(address, place, rules));
      const [first] = allowed;
      if (!first) return callback(blocked(place.host), []);
      if (options.all) return callback(null, allowed);
      callback(null, first.address, first.family);
    });
  };

/**
 * For a host reached through a proxy: refuses a name that resolves to a blocked address here. A name that does not
 * resolve here passes, since the proxy may know it.
 */
export async function refuseBlockedName(place: Place, rules: AddressRules): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    systemLookup(place.host, { all: true }, (error, addresses) => {
      if (!error && addresses.some(({ address }) => isBlocked(address, place, rules))) reject(blocked(place.host));
      else resolve();
    });
  });
}

const blocked = (host: string) =>
  new TeacherError(
    'refused_request',
    `${host.slice(0, 200)} is not allowed as a teacher's address. Only owners can add a model server on this machine; ` +
      'for one inside the network, the owner must add its host to SEEDLEAF_TEACHER_HOSTS.',
  );
