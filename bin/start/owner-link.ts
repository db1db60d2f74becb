import type { Database } from '@/prisma/client';
import { makeOwnerLink } from '@/taxonomy/accounts/owner-link';

/** The token is in the fragment, which never appears in server logs or referrers. */
export const ownerLink = async (db: Database, url: string) => `${url}/claim#token=${await makeOwnerLink(db)}`;
