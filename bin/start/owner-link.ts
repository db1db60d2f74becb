import type { Database } from '@/prisma/client';
import { makeOwnerLink } from '@/taxonomy/accounts/owner-link';

/** The token stands in the fragment, which no server log and no referrer sees. */
export const ownerLink = async (db: Database, url: string) => `${url}/claim#token=${await makeOwnerLink(db)}`;
