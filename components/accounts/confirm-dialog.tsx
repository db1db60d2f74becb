'use client';

import type { Person } from '@/taxonomy/accounts/contract';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';

export type PersonChange = 'reset' | 'disable' | 'enable';

const words = {
  reset: {
    title: (name: string) => `Reset the password of ${name}?`,
    says: 'The old password stops working and they are signed out everywhere. The new one is shown only once.',
    action: 'Reset password',
  },
  disable: {
    title: (name: string) => `Disable ${name}?`,
    says: 'They are signed out at once and cannot sign in. Their work stays, and you can enable the account again.',
    action: 'Disable',
  },
  enable: {
    title: (name: string) => `Enable ${name}?`,
    says: 'They can sign in again with their old password and current role.',
    action: 'Enable',
  },
} as const satisfies Record<PersonChange, { title: (name: string) => string; says: string; action: string }>;

type ConfirmDialogProps = { person: Person; change: PersonChange; onConfirm: () => void; onClose: () => void };

export function ConfirmDialog({ person, change, onConfirm, onClose }: ConfirmDialogProps) {
  const { title, says, action } = words[change];
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title(person.name)}
      description={says}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant={change === 'disable' ? 'danger' : 'primary'} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    />
  );
}
