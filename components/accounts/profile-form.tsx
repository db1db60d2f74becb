'use client';

import { useState } from 'react';
import type { Me } from '@/taxonomy/accounts/contract';
import { AccountForm, CurrentPasswordField } from './account-form';
import { ProfileFields } from './profile-fields';
import { useChangeMe } from './use-change-me';

/** Name and e-mail. Changing the e-mail requires the password, because it is used to sign in. */
export function ProfileForm({ me, onChanged }: { me: Me; onChanged: (me: Me) => void }) {
  const [name, setName] = useState(me.name);
  const [email, setEmail] = useState(me.email);
  const [currentPassword, setCurrentPassword] = useState('');
  const { mutate, ...state } = useChangeMe((changed) => {
    setCurrentPassword('');
    setEmail(changed.email);
    onChanged(changed);
  });
  const needsPassword = me.needsCurrentPassword && email.trim().toLowerCase() !== me.email;
  return (
    <AccountForm
      title="Name and e-mail"
      action="Save"
      state={state}
      saved="Saved."
      onSubmit={() => mutate({ name, email, ...(needsPassword && { currentPassword }) })}
    >
      <ProfileFields name={name} email={email} onName={setName} onEmail={setEmail} />
      {needsPassword && <CurrentPasswordField value={currentPassword} onChange={setCurrentPassword} />}
    </AccountForm>
  );
}
