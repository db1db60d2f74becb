import { pageActor } from '@/app/page-actor';
import { ButtonLink } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { EmptyState } from '@/components/ui/states';

export const metadata = { title: 'Not for your role' };

export default async function NotAllowedPage({ searchParams }: PageProps<'/not-allowed'>) {
  const { role } = await pageActor();
  const { needed } = await searchParams;
  return (
    <Page crumbs={[{ label: 'Not for your role' }]}>
      <EmptyState
        title="You don’t have access to this page"
        action={<ButtonLink href="/">Go to the start page</ButtonLink>}
      >
        {typeof needed === 'string' && /^[a-z]+$/.test(needed)
          ? `It requires the role ${needed}; yours is `
          : 'Your role is '}
        {role}. An owner can change it.
      </EmptyState>
    </Page>
  );
}
