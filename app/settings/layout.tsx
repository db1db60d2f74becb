import type { ReactNode } from 'react';
import { pageActor } from '@/app/page-actor';
import { SettingsSections } from '@/components/settings/settings-sections';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { role } = await pageActor();
  return (
    <div className="flex min-h-full flex-1 flex-col lg:flex-row">
      <SettingsSections role={role} />
      <div className="flex min-w-0 flex-1 flex-col">{children}</div>
    </div>
  );
}
