import { notFound } from 'next/navigation';
import { NodeId } from '@/taxonomy/contract';

/**
 * For the layout of node pages: shows the not-found page for an id that no node can have.
 *
 * A page below a loading.tsx has already sent status 200; the layout above it has not.
 */
export function onlyNodeAddresses([nodeId, ...more]: string[] = []): void {
  if (more.length > 0 || (nodeId !== undefined && !NodeId.safeParse(nodeId).success)) notFound();
}
