import { ButtonLink } from '@/components/ui/button';
import { Page } from '@/components/ui/page';
import { EmptyState } from '@/components/ui/states';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <Page crumbs={[{ label: 'Not found' }]}>
      <EmptyState
        title="There is nothing here"
        action={
          <ButtonLink href="/" variant="primary">
            Go to the taxonomy
          </ButtonLink>
        }
      >
        The address may be mistyped, or what stood here was deleted. A deleted leaf can be brought back from the
        taxonomy.
      </EmptyState>
    </Page>
  );
}
