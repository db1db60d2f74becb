import { randomBytes } from 'node:crypto';
import { NextResponse, type NextRequest } from 'next/server';
import { foreignHost, onlyEncrypted } from '@/app/api/hosts';
import { databaseOutage } from '@/app/database-outage';
import { unavailablePage } from '@/app/unavailable-page';
import { env } from '@/env';

const isDevelopment = env.NODE_ENV === 'development';

/**
 * What our pages may load and do. Scripts: only those with this response's nonce, and what they load. Style sheets:
 * ours, and style elements with the nonce; style attributes are allowed, because React writes measured sizes there and
 * an attribute cannot load code. Nothing from other sites, not even images, so that nothing a model wrote can contact
 * another server.
 */
const policyWith = (nonce: string): string =>
  [
    "default-src 'self'",
    // React's development build creates functions from text; the production build never does.
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // Development adds style sheets to the page without a nonce.
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
 * Adds the security headers to every page, refuses requests to foreign hosts, and answers with 503 while the database
 * does not respond. It makes no decision about access: pages and routes do that themselves.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const stranger = foreignHost(request.headers);
  if (stranger) return new NextResponse(stranger, { status: 421 });
  const nonce = randomBytes(16).toString('base64');
  const policy = policyWith(nonce);
  const outage = await databaseOutage();
  return withHeaders(outage === null ? goOn(request, policy) : unavailablePage(outage, nonce), policy);
}

function goOn(request: NextRequest, policy: string): NextResponse {
  const headers = new Headers(request.headers);
  // Next reads the nonce from here and adds it to its own scripts.
  headers.set('content-security-policy', policy);
  headers.set('x-seedleaf-path', request.nextUrl.pathname + request.nextUrl.search);
  return NextResponse.next({ request: { headers } });
}

function withHeaders(response: Response, policy: string): Response {
  response.headers.set('content-security-policy', policy);
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
  response.headers.set('cross-origin-opener-policy', 'same-origin');
  for (const [name, value] of Object.entries(onlyEncrypted)) response.headers.set(name, value);
  return response;
}

/** Not for the API: its responses have their own policy, and Next would buffer every upload in memory here. */
export const config = { matcher: ['/((?!api/|_next/static|_next/image|favicon.ico).*)'] };
