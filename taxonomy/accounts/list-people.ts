import type { Db } from '@/prisma/client';
import type { PageQuery } from '../contract';
import type { People } from './contract';
import { listPersonRows } from './repository';
import { pageOf } from '../paging';

/** Everyone with an account, including disabled ones, in the order they were added. */
export async function listPeople(db: Db, { cursor, limit }: PageQuery): Promise<People> {
  const rows = await listPersonRows(db, cursor ?? null, limit + 1);
  return pageOf(rows, limit, ({ id }) => id);
}
