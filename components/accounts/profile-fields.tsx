'use client';

import { maxEmail, maxPersonName } from '@/taxonomy/accounts/vocabulary';
import { TextField } from './account-form';

type ProfileFieldsProps = {
  name: string;
  email: string;
  onName: (name: string) => void;
  onEmail: (email: string) => void;
};

/** The name and e-mail of a person. */
export const ProfileFields = ({ name, email, onName, onEmail }: ProfileFieldsProps) => (
  <>
    <TextField label="Name" autoComplete="name" maxLength={maxPersonName} value={name} onChange={onName} />
    <TextField
      label="E-mail"
      hint="To sign in with. Seedleaf sends no mail."
      type="email"
      autoComplete="username"
      maxLength={maxEmail}
      value={email}
      onChange={onEmail}
    />
  </>
);
