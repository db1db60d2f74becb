import { notFound } from 'next/navigation';
import { NodeId } from '@/taxonomy/contract';

/**
 * For the layout over a page of nodes: an address that cannot be one of theirs is not found.
 *
 * A page below a loading.tsx has answered 200 before it can say so itself; the layout above it has not.
 */
export function onlyNodeAddresses([nodeId, ...more]: string[] = []): void {
  if (more.length > 0 || (nodeId !== undefined && !NodeId.safeParse(nodeId).success)) notFound();
}
