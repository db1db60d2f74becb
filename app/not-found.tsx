import { ButtonLink } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { EmptyState } from '@/components/ui/states';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <Page crumbs={[{ label: 'Not found' }]}>
      <EmptyState
        title="Page not found"
        action={
          <ButtonLink href="/" variant="primary">
            Go to the taxonomy
          </ButtonLink>
        }
      >
        Check the address for typos. The page may also have been deleted; a deleted leaf can be restored from the
        taxonomy.
      </EmptyState>
    </Page>
  );
}
