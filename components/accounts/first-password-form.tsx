'use client';

import { useState, type ReactNode } from 'react';
import type { Me } from '@/taxonomy/accounts/contract';
import { Notice } from '../ui/states';
import { AccountForm, NewPasswordField } from './account-form';
import { ProfileFields } from './profile-fields';
import { useChangeMe } from './use-change-me';

type FirstPasswordFormProps = { me: Me; onChanged: (me: Me) => void; other?: ReactNode };

/** For an owner who signed in by link: sets an e-mail and password, so that they need no further link. */
export function FirstPasswordForm({ me, onChanged, other }: FirstPasswordFormProps) {
  const [name, setName] = useState(me.name === 'Owner' ? '' : me.name);
  const [email, setEmail] = useState(me.email);
  const [newPassword, setNewPassword] = useState('');
  const { mutate, ...state } = useChangeMe(onChanged);
  return (
    <AccountForm
      title="Your account"
      action="Save account"
      state={state}
      saved="Saved."
      other={other}
      onSubmit={() => mutate({ name, email, newPassword })}
    >
      <Notice tone="warning">
        You signed in by owner link and have no password yet. Without one, you need another link to sign in again.
      </Notice>
      <ProfileFields name={name} email={email} onName={setName} onEmail={setEmail} />
      <NewPasswordField value={newPassword} onChange={setNewPassword} />
    </AccountForm>
  );
}
