'use client';

import { useState } from 'react';
import type { Me } from '@/taxonomy/accounts/contract';
import { AccountForm, CurrentPasswordField, TextField } from './account-form';
import { useChangeMe } from './use-change-me';

/** Name and e-mail. A new e-mail needs the password, since it is what one signs in with. */
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
      <TextField label="Name" autoComplete="name" maxLength={100} value={name} onChange={setName} />
      <TextField
        label="E-mail"
        hint="To sign in with. Seedleaf sends no mail."
        type="email"
        autoComplete="username"
        maxLength={200}
        value={email}
        onChange={setEmail}
      />
      {needsPassword && <CurrentPasswordField value={currentPassword} onChange={setCurrentPassword} />}
    </AccountForm>
  );
}
