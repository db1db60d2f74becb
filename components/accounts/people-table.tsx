'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, MoreHorizontal, UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import type { Person, PersonWithPassword } from '@/taxonomy/accounts/contract';
import { roles, type Role } from '@/taxonomy/accounts/vocabulary';
import { Badge } from '../ui/badge';
import { IconButton } from '../ui/button';
import { Select } from '../ui/input';
import { laterDialog } from '../ui/later-dialog';
import { Menu, MenuItem } from '../ui/menu';
import { messageOf, Notice } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import { changePerson, people as peopleQuery, resetPassword } from './api';
import type { PersonChange } from './confirm-dialog';
import { roleWords } from './role-words';

const ConfirmDialog = laterDialog(() => import('./confirm-dialog').then((module) => module.ConfirmDialog));

type PeopleTableProps = {
  people: readonly Person[];
  ownId: string;
  onPasswordMade: (made: PersonWithPassword) => void;
};

export function PeopleTable({ people, ownId, onPasswordMade }: PeopleTableProps) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<{ person: Person; change: PersonChange } | null>(null);
  const change = useMutation({
    mutationFn: changePerson,
    onSettled: () => client.invalidateQueries({ queryKey: peopleQuery.queryKey }),
  });
  const reset = useMutation({ mutationFn: resetPassword, onSuccess: onPasswordMade });
  const error = change.error ?? reset.error;

  const act = ({ person, change: kind }: { person: Person; change: PersonChange }) => {
    setAsked(null);
    if (kind === 'reset') reset.mutate(person.id);
    else change.mutate({ id: person.id, isDisabled: kind === 'disable' });
  };

  return (
    <>
      {error && (
        <Notice tone="error" title="Nothing was changed." className="mb-3">
          {messageOf(error)}
        </Notice>
      )}
      <Table label="People" className="min-w-2xl">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>E-mail</Th>
            <Th>Role</Th>
            <Th>State</Th>
            <Th>
              <span className="sr-only">More</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isSelf={person.id === ownId}
              onRole={(role) => change.mutate({ id: person.id, role })}
              onAsk={(kind) => setAsked({ person, change: kind })}
            />
          ))}
        </tbody>
      </Table>
      {asked && <ConfirmDialog {...asked} onConfirm={() => act(asked)} onClose={() => setAsked(null)} />}
    </>
  );
}

type PersonRowProps = {
  person: Person;
  isSelf: boolean;
  onRole: (role: Role) => void;
  onAsk: (change: PersonChange) => void;
};

function PersonRow({ person, isSelf, onRole, onAsk }: PersonRowProps) {
  const { name, email, role, isDisabled } = person;
  return (
    <Tr>
      <Td className="font-medium">
        {name} {isSelf && <span className="font-normal text-muted">(you)</span>}
      </Td>
      <Td>{email === '' ? <span className="text-muted">none yet</span> : email}</Td>
      <Td>
        <Select
          aria-label={`Role of ${name}`}
          title={isSelf ? 'Another owner can change your role.' : roleWords[role].meaning}
          disabled={isSelf}
          value={role}
          onChange={(event) => {
            const chosen = roles.find((each) => each === event.target.value);
            if (chosen) onRole(chosen);
          }}
        >
          {roles.map((each) => (
            <option key={each} value={each}>
              {roleWords[each].label}
            </option>
          ))}
        </Select>
      </Td>
      <Td>{isDisabled ? <Badge tone="rejected">disabled</Badge> : <Badge tone="approved">active</Badge>}</Td>
      <Td className="text-right">
        <Menu align="end" trigger={<IconButton icon={MoreHorizontal} label={`More for ${name}`} size="small" />}>
          <MenuItem icon={KeyRound} isDisabled={email === ''} onSelect={() => onAsk('reset')}>
            Reset password
          </MenuItem>
          {isDisabled ? (
            <MenuItem icon={UserCheck} onSelect={() => onAsk('enable')}>
              Enable
            </MenuItem>
          ) : (
            <MenuItem icon={UserX} tone="danger" isDisabled={isSelf} onSelect={() => onAsk('disable')}>
              Disable
            </MenuItem>
          )}
        </Menu>
      </Td>
    </Tr>
  );
}
