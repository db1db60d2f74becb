import { pageActor } from '@/app/page-actor';
import { Thresholds } from '@/components/seeds/thresholds';
import { Page } from '@/components/ui/page';
import { mayActAs } from '@/taxonomy/accounts/vocabulary';

export const metadata = { title: 'Thresholds' };

export default async function ThresholdsPage() {
  const { role } = await pageActor();
  return (
    <Page crumbs={[{ label: 'Settings' }, { label: 'Thresholds' }]}>
      <div className="max-w-[68ch]">
        <Thresholds nodeId={null} mayEdit={mayActAs(role, 'curator')} />
        <p className="mt-4 text-muted">
          They hold for all leaves. A leaf can have its own, on its page, and a run can too.
        </p>
      </div>
    </Page>
  );
}
