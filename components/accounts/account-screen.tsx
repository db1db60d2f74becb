'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Me } from '@/taxonomy/accounts/contract';
import { Page } from '../ui/page';
import { ErrorState, Skeleton } from '../ui/states';
import { me } from './api';
import { FirstPasswordForm } from './first-password-form';
import { PasswordForm } from './password-form';
import { ProfileForm } from './profile-form';
import { SessionsSection } from './sessions-section';

/** Name, e-mail and password of the signed-in person. */
export function AccountScreen() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(me);
  const keep = (changed: Me) => client.setQueryData(me.queryKey, changed);
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Account' }]} width="read">
      {data ? (
        <Forms me={data} onChanged={keep} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-40" />
      )}
    </Page>
  );
}

function Forms({ me, onChanged }: { me: Me; onChanged: (me: Me) => void }) {
  if (!me.hasPassword) return <FirstPasswordForm me={me} onChanged={onChanged} />;
  return (
    <div className="flex flex-col gap-10">
      <ProfileForm me={me} onChanged={onChanged} />
      <PasswordForm me={me} onChanged={onChanged} />
      <SessionsSection />
    </div>
  );
}
