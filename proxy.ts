import { randomBytes } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { foreignHost, onlyEncrypted } from '@/app/api/hosts';
import { env } from '@/env';

const isDevelopment = env.NODE_ENV === 'development';

/**
 * What a page of ours may load and do. Scripts: only those that carry this answer's nonce, and what they load.
 * Style sheets: ours, and style elements with the nonce; style attributes are allowed, since React writes
 * measured sizes there and an attribute cannot load code. Nothing at all from elsewhere, images least of all:
 * what a model writes must not be able to phone home.
 */
const policyWith = (nonce: string): string =>
  [
    "default-src 'self'",
    // React's development build makes functions from text; the built app never does.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // Development puts style sheets into the page without a nonce.
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * Puts the security headers on every page, and answers only to names of ours. It decides nothing about who may see
 * what: pages and routes ask that themselves.
 */
export function proxy(request: NextRequest): NextResponse {
  const stranger = foreignHost(request.headers);
  if (stranger) return new NextResponse(stranger, { status: 421 });
  const policy = policyWith(randomBytes(16).toString('base64'));
  const headers = new Headers(request.headers);
  // Next reads the nonce from here and puts it on its own scripts.
  headers.set('content-security-policy', policy);
  headers.set('x-seedleaf-path', request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  for (const [name, value] of Object.entries(onlyEncrypted)) response.headers.set(name, value);
  return response;
}

/** Not the API: its answers carry their own policy, and Next would hold every upload in memory on its way past here. */
export const config = { matcher: ['/((?!api/|_next/static|_next/image|favicon.ico).*)'] };
