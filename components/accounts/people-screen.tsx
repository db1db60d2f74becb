'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import type { PersonWithPassword } from '@/taxonomy/accounts/contract';
import { Button } from '../ui/button';
import { laterDialog } from '../ui/later-dialog';
import { Page } from '../ui/page';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { people } from './api';
import { PeopleTable } from './people-table';

const AddPersonDialog = laterDialog(() => import('./add-person-dialog').then((module) => module.AddPersonDialog));
const PasswordDialog = laterDialog(() => import('./password-dialog').then((module) => module.PasswordDialog));

/** People with an account, and their roles. */
export function PeopleScreen({ ownId }: { ownId: string }) {
  const client = useQueryClient();
  const [isAdding, setIsAdding] = useState(false);
  const [made, setMade] = useState<PersonWithPassword | null>(null);
  const list = useInfiniteQuery(people);
  const { data, error, refetch, hasNextPage } = list;
  const show = (password: PersonWithPassword) => {
    setIsAdding(false);
    setMade(password);
    void client.invalidateQueries({ queryKey: people.queryKey });
  };

  return (
    <Page
      crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'People' }]}
      action={
        <Button variant="primary" icon={UserPlus} onClick={() => setIsAdding(true)}>
          Add a person
        </Button>
      }
    >
      {data ? (
        <>
          <PeopleTable people={data.pages.flatMap(({ items }) => items)} ownId={ownId} onPasswordMade={show} />
          {hasNextPage && <ShowMore list={list} className="mt-3" />}
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-40" />
      )}
      {isAdding && <AddPersonDialog onAdded={show} onClose={() => setIsAdding(false)} />}
      {made && <PasswordDialog made={made} onClose={() => setMade(null)} />}
    </Page>
  );
}
