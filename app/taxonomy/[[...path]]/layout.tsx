import { onlyNodeAddresses } from '@/app/only-node-addresses';

export default async function TaxonomyLayout({ params, children }: LayoutProps<'/taxonomy/[[...path]]'>) {
  onlyNodeAddresses((await params).path);
  return children;
}
