'use client';

import type { PersonWithPassword } from '@/taxonomy/accounts/contract';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Notice } from '../ui/states';
import { CopiedText } from './copied-text';

/** Shows a generated password once, with the address where it is used. */
export function PasswordDialog({ made, onClose }: { made: PersonWithPassword; onClose: () => void }) {
  const { person, password } = made;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Sign-in for ${person.name}`}
      description="The password is shown only once. Pass it on now; they can change it under Settings, Account."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        <dt className="text-muted">Address</dt>
        <dd className="min-w-0">
          <CopiedText text={`${window.location.origin}/sign-in`} />
        </dd>
        <dt className="text-muted">E-mail</dt>
        <dd className="min-w-0 break-all">{person.email}</dd>
        <dt className="text-muted">Password</dt>
        <dd className="min-w-0">
          <CopiedText text={password} testId="made-password" />
        </dd>
      </dl>
      {isThisMachine() && (
        <Notice className="mt-4">
          This address works only on this machine. To let others in, set SEEDLEAF_HOST and SEEDLEAF_HOSTS as the README
          says, and pass on that address.
        </Notice>
      )}
    </Dialog>
  );
}

const isThisMachine = () => ['localhost', '127.0.0.1', '[::1]'].includes(window.location.hostname);
