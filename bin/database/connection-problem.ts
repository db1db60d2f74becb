import { DomainError } from '@/taxonomy/errors';

/** The server and database of DATABASE_URL, without the password. */
export function placeOf(url: string): { server: string; user: string; database: string } {
  const { host, username, pathname } = new URL(url);
  const user = decodeURIComponent(username) || 'postgres';
  return { server: host || '127.0.0.1', user, database: decodeURIComponent(pathname.slice(1)) || user };
}

/** Explains a failed connection in one sentence with its remedy; unknown errors are returned unchanged. */
export function connectionProblem(error: unknown, url: string): unknown {
  if (!(error instanceof Error)) return error;
  const sentence = sentenceFor('code' in error ? String(error.code) : '', error.message, url);
  return sentence === null ? error : new DomainError('unavailable', sentence, { cause: error });
}

function sentenceFor(code: string, message: string, url: string): string | null {
  const { server, user, database } = placeOf(url);
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host of DATABASE_URL, ${server}, cannot be found. Correct the name.`;
    case 'ECONNREFUSED':
      return `No Postgres is listening at ${server}. Start it, or correct host and port in DATABASE_URL.`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
      return `${server} cannot be reached from here. Check the network, or correct the host in DATABASE_URL.`;
    case '28P01':
      return `Postgres at ${server} refused the password of ${user}. Correct user and password in DATABASE_URL.`;
    case '28000':
      return `Postgres at ${server} does not let ${user} in (${message}). Correct DATABASE_URL, or allow it in pg_hba.conf.`;
    case '3D000':
      return `Postgres at ${server} has no database ${database}. Create it, or correct the name in DATABASE_URL.`;
    case '42501':
      return `${user} has too few privileges at ${server} (${message}). Grant them, or use another user in DATABASE_URL.`;
    case '53300':
      return `Postgres at ${server} has no free connections (${message}). Close some, or raise max_connections.`;
    case '57P03':
      return `Postgres at ${server} is not ready yet (${message}). Try again in a moment.`;
    default:
      return sentenceForMessage(message, server);
  }
}

/** Errors of the driver have no code. */
function sentenceForMessage(message: string, server: string): string | null {
  if (/SSL/.test(message)) {
    return `The encrypted connection to ${server} failed (${message}). Correct sslmode in DATABASE_URL.`;
  }
  if (/terminated|timeout|unexpected|Unknown|Invalid|ECONNRESET/i.test(message)) {
    return `The program at ${server} does not respond like a Postgres server (${message}). Correct host and port in DATABASE_URL.`;
  }
  return null;
}
