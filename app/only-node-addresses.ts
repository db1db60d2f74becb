import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { NodeId } from '@/taxonomy/contract';

/**
 * For a layout over pages of nodes: an address that cannot be one of theirs is not found.
 *
 * A page below a loading.tsx has answered 200 before it can say so itself; a layout above it has not.
 */
export async function onlyNodeAddresses(): Promise<void> {
  const [pathname = ''] = ((await headers()).get('x-seedleaf-path') ?? '').split('?');
  const [, nodeId, ...more] = pathname.split('/').filter((part) => part !== '');
  if (more.length > 0 || (nodeId !== undefined && !NodeId.safeParse(nodeId).success)) notFound();
}
