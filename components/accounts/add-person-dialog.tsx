'use client';

import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { PersonWithPassword } from '@/taxonomy/accounts/contract';
import { maxEmail, maxPersonName, roles, type Role } from '@/taxonomy/accounts/vocabulary';
import { Button } from '../ui/button';
import { RadioGroup } from '../ui/choice';
import { Dialog } from '../ui/dialog';
import { messageOf, Notice } from '../ui/states';
import { TextField } from './account-form';
import { addPerson } from './api';
import { roleWords } from './role-words';

type AddPersonDialogProps = { onAdded: (added: PersonWithPassword) => void; onClose: () => void };

export function AddPersonDialog({ onAdded, onClose }: AddPersonDialogProps) {
  const formId = useId();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('reviewer');
  const { mutate, isPending, error } = useMutation({ mutationFn: addPerson, onSuccess: onAdded });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a person"
      description="Seedleaf creates a password for them. Pass it on yourself: no e-mail is sent."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isPending}>
            Add person
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) mutate({ name, email, role });
        }}
      >
        <TextField label="Name" autoComplete="off" maxLength={maxPersonName} value={name} onChange={setName} />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="off"
          maxLength={maxEmail}
          value={email}
          onChange={setEmail}
        />
        <RadioGroup
          label="Role"
          value={role}
          onChange={setRole}
          options={roles.map((each) => ({ value: each, label: roleWords[each].label, hint: roleWords[each].meaning }))}
        />
        {error && (
          <Notice tone="error" title="The person was not added">
            {messageOf(error)}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
