import { buildConnector, Client, ProxyAgent, type Dispatcher } from 'undici';
import { messageOf } from '../../errors';
import type { AddressRules, NamedVariable } from '../teacher/access';
import { guardedLookup, placeOf, refuseBlockedName } from '../teacher/blocked-addresses';
import { proxyOf } from '../teacher/proxy';
import { TeacherError } from '../teacher/teacher';
import { notAllowed, webhookUrl } from './address';
import { SIGNATURE_HEADER, signatureOf } from './sign';

const TIMEOUT_MS = 10_000;
const CONNECT_MS = 4_000;
/** What is read of an answer, so that the connection can end well. It is not kept. */
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_ERROR = 300;

/** How this process may reach webhooks. */
export type WebhookAccess = {
  /** The installation's key, which decrypts the secrets. */
  key: Buffer;
  rules: AddressRules;
  variable: NamedVariable;
  /** Where people open Seedleaf; links in deliveries begin with it. */
  ownUrl: string;
};

type Letter = { url: string; secret: string; eventId: string; body: string };
export type Outcome = { isDelivered: boolean; status: number | null; error: string | null };

/**
 * Posts a signed body once. Redirects are not followed, and the address is checked again when its name is resolved.
 *
 * @returns The HTTP status; it is delivered when that is 2xx. Every other end is a sentence, never an exception.
 * @throws The signal's reason, when it aborts.
 */
export async function send(letter: Letter, access: WebhookAccess, signal: AbortSignal): Promise<Outcome> {
  const { url: address, secret, eventId, body } = letter;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let client: Dispatcher | null = null;
  try {
    const url = new URL(webhookUrl(address, access.rules));
    const proxy = proxyOf(url, access.variable);
    if (proxy !== undefined) await refuseBlockedName(placeOf(url), access.rules);
    client = proxy === undefined ? directly(url, access.rules) : new ProxyAgent({ uri: proxy });
    const answer = await client.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'seedleaf',
        'seedleaf-event-id': eventId,
        [SIGNATURE_HEADER]: signatureOf(secret, body, new Date()),
      },
      body,
      signal: AbortSignal.any([signal, timeout]),
    });
    await answer.body.dump({ limit: MAX_ANSWER_BYTES }).catch(() => undefined);
    return outcomeOf(answer.statusCode);
  } catch (error) {
    signal.throwIfAborted();
    return { isDelivered: false, status: null, error: whyNot(error, address, timeout.aborted).slice(0, MAX_ERROR) };
  } finally {
    await client?.destroy();
  }
}

function directly(url: URL, rules: AddressRules): Dispatcher {
  const connect = buildConnector({ timeout: CONNECT_MS, lookup: guardedLookup(placeOf(url), rules) });
  return new Client(url.origin, { connect, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return { isDelivered: true, status, error: null };
  if (status >= 300 && status < 400) {
    return {
      isDelivered: false,
      status,
      error: `It redirects (${status}). Redirects are not followed: use its final address.`,
    };
  }
  return { isDelivered: false, status, error: `It answered ${status}.` };
}

function whyNot(error: unknown, address: string, isLate: boolean): string {
  if (isLate) return `It did not answer within ${TIMEOUT_MS / 1000} s.`;
  // The rules are those of teachers, and so are their words.
  if (rootOf(error) instanceof TeacherError) return notAllowed(URL.parse(address)?.hostname ?? address);
  return `It could not be reached: ${messageOf(rootOf(error))}`;
}

const rootOf = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined && !(error instanceof TeacherError) ? rootOf(error.cause) : error;
