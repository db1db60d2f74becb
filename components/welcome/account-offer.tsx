'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, useSyncExternalStore } from 'react';
import type { Me } from '@/taxonomy/accounts/contract';
import { me } from '../accounts/api';
import { FirstPasswordForm } from '../accounts/first-password-form';
import { deviceStorage } from '../review/outbox-storage';
import { Button } from '../ui/button';
import { Notice } from '../ui/states';

const laterKey = (personId: string) => `seedleaf.account-later.${personId}`;
const never = () => () => {};

const focusFirst = (form: HTMLElement | null) => form?.querySelector('input')?.focus();

/** Asks an owner who signed in by link for a name and a password, until they answer or postpone it. */
export function AccountOffer() {
  const client = useQueryClient();
  const { data } = useQuery(me);
  const [step, setStep] = useState<'offered' | 'open' | 'saved' | 'later'>('offered');
  const wasPutOff = useSyncExternalStore(
    never,
    () => data !== undefined && deviceStorage().getItem(laterKey(data.id)) !== null,
    () => false,
  );
  if (!data) return null;
  if (step === 'saved')
    return (
      <Notice tone="success" title="Account saved">
        From now on, sign in with {data.email} and your password.
      </Notice>
    );
  if (step === 'later') return <Notice>You can set a name and password at any time under Settings, Account.</Notice>;
  if (data.hasPassword || wasPutOff) return null;
  const putOff = () => {
    setStep('later');
    try {
      deviceStorage().setItem(laterKey(data.id), 'yes');
    } catch {
      // The device's storage is full: it is asked again the next time.
    }
  };
  const later = (
    <Button variant="ghost" onClick={putOff}>
      Later
    </Button>
  );
  const onSaved = (changed: Me) => {
    client.setQueryData(me.queryKey, changed);
    setStep('saved');
  };
  return (
    <section aria-label="Your account" className="rounded-lg border bg-surface p-4">
      {step === 'open' ? (
        <div ref={focusFirst}>
          <FirstPasswordForm me={data} onChanged={onSaved} other={later} />
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1 basis-72">
            <h2 className="font-semibold">Set a name and password</h2>
            <p className="text-muted">
              You signed in by link. With a password you need no other link to sign in again.
            </p>
          </div>
          <div className="flex gap-2">
            <Button onClick={() => setStep('open')}>Set up account</Button>
            {later}
          </div>
        </div>
      )}
    </section>
  );
}
