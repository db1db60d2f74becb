'use client';

import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { PersonWithPassword } from '@/taxonomy/accounts/contract';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';

/** Shows a generated password once. */
export function PasswordDialog({ made, onClose }: { made: PersonWithPassword; onClose: () => void }) {
  const { person, password } = made;
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(password);
    setIsCopied(true);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`A password for ${person.name}`}
      description="It is shown only once. Pass it on now; they can change it under Settings, Account."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        <dt className="text-muted">E-mail</dt>
        <dd className="min-w-0 break-all">{person.email}</dd>
        <dt className="text-muted">Password</dt>
        <dd className="flex flex-wrap items-center gap-2">
          <code className="text-code select-all" data-testid="made-password">
            {password}
          </code>
          {canCopy() && (
            <Button size="small" icon={Copy} onClick={() => void copy()}>
              {isCopied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </dd>
      </dl>
    </Dialog>
  );
}

/** Browsers allow the clipboard only over https and on localhost; elsewhere one click selects the text. */
const canCopy = () => window.isSecureContext;
