'use client';

import { useState } from 'react';
import type { Me } from '@/taxonomy/accounts/contract';
import { Notice } from '../ui/states';
import { AccountForm, NewPasswordField } from './account-form';
import { ProfileFields } from './profile-fields';
import { useChangeMe } from './use-change-me';

/** For an owner who came by the link: with e-mail and password they can come back without one. */
export function FirstPasswordForm({ me, onChanged }: { me: Me; onChanged: (me: Me) => void }) {
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
      onSubmit={() => mutate({ name, email, newPassword })}
    >
      <Notice tone="warning">
        You came by the owner link and have no password yet. Without one, your next sign-in needs another link.
      </Notice>
      <ProfileFields name={name} email={email} onName={setName} onEmail={setEmail} />
      <NewPasswordField value={newPassword} onChange={setNewPassword} />
    </AccountForm>
  );
}
