'use client';

import { useState } from 'react';
import type { Me } from '@/taxonomy/accounts/contract';
import { AccountForm, CurrentPasswordField, NewPasswordField } from './account-form';
import { useChangeMe } from './use-change-me';

export function PasswordForm({ me, onChanged }: { me: Me; onChanged: (me: Me) => void }) {
  const [currentPassword, setCurrentPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const { mutate, ...state } = useChangeMe((changed) => {
    setCurrentPassword('');
    setNewPassword('');
    onChanged(changed);
  });
  return (
    <AccountForm
      title="Password"
      action="Change password"
      state={state}
      saved="Changed. Your other sessions have ended."
      onSubmit={() => mutate({ newPassword, ...(me.needsCurrentPassword && { currentPassword }) })}
    >
      {me.needsCurrentPassword ? (
        <CurrentPasswordField value={currentPassword} onChange={setCurrentPassword} />
      ) : (
        <p className="text-muted">You signed in by owner link, so you don’t need the old password.</p>
      )}
      <NewPasswordField value={newPassword} onChange={setNewPassword} />
      <p className="text-sm text-muted">A new password signs you out everywhere else.</p>
    </AccountForm>
  );
}
