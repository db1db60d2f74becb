'use client';

import type { Person } from '@/taxonomy/accounts/contract';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';

export type PersonChange = 'reset' | 'disable' | 'enable';

const words = {
  reset: {
    title: (name: string) => `A new password for ${name}?`,
    says: 'The old one stops working and they are signed out everywhere. You will see the new one once.',
    action: 'Make new password',
  },
  disable: {
    title: (name: string) => `Disable ${name}?`,
    says: 'They are signed out at once and cannot sign in. What they did stays, and you can let them in again.',
    action: 'Disable',
  },
  enable: {
    title: (name: string) => `Let ${name} in again?`,
    says: 'They can sign in with the password they had, in the role that they have now.',
    action: 'Let in again',
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
