import type { ReactNode } from 'react';
import { onlyNodeAddresses } from '@/app/only-node-addresses';

export default async function ReviewLayout({ children }: { children: ReactNode }) {
  await onlyNodeAddresses();
  return children;
}
