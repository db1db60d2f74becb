import type { ReactNode } from 'react';
import { onlyNodeAddresses } from '@/app/only-node-addresses';

export default async function TaxonomyLayout({ children }: { children: ReactNode }) {
  await onlyNodeAddresses();
  return children;
}
