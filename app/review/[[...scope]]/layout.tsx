import { onlyNodeAddresses } from '@/app/only-node-addresses';

export default async function ReviewLayout({ params, children }: LayoutProps<'/review/[[...scope]]'>) {
  onlyNodeAddresses((await params).scope);
  return children;
}
