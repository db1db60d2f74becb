import { createHmac, randomBytes } from 'node:crypto';

/** The header with the signature. */
export const SIGNATURE_HEADER = 'seedleaf-signature';

/** A new secret, with a prefix that says what it is for. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64url')}`;

/**
 * The signature of a body, as its header: `t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body" in hex>`. The time is
 * signed too, so that a receiver can refuse what was recorded and sent again later.
 */
export function signatureOf(secret: string, body: string, at: Date): string {
  const t = Math.floor(at.getTime() / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}
