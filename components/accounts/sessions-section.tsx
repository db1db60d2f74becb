'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import type { SessionSummary } from '@/taxonomy/accounts/contract';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { ErrorState, messageOf, Notice, Skeleton } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import { endOtherSessions, endSession, sessions } from './api';
import { deviceOf } from './device';

/** Lists a person's sessions and lets them end each one. */
export function SessionsSection() {
  const titleId = useId();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(sessions);
  const onSettled = () => client.invalidateQueries({ queryKey: sessions.queryKey });
  const end = useMutation({ mutationFn: endSession, onSettled });
  const endOthers = useMutation({ mutationFn: endOtherSessions, onSettled });
  const failure = end.error ?? endOthers.error;
  const isBusy = end.isPending || endOthers.isPending;
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-4">
      <h2 id={titleId} className="text-lg font-semibold">
        Sessions
      </h2>
      <p className="text-muted">A session ends after a day without use, and seven days after you sign in.</p>
      {failure && <Notice tone="error">{messageOf(failure)}</Notice>}
      {data ? (
        <>
          <Table label="Sessions">
            <thead>
              <tr>
                <Th>Device</Th>
                <Th>Address</Th>
                <Th>Last used</Th>
                <Th>
                  <span className="sr-only">Actions</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((session) => (
                <SessionRow key={session.id} session={session} isBusy={isBusy} onEnd={() => end.mutate(session.id)} />
              ))}
            </tbody>
          </Table>
          {data.items.length > 1 && (
            <div>
              <Button isBusy={endOthers.isPending} disabled={isBusy} onClick={() => endOthers.mutate()}>
                Sign out everywhere else
              </Button>
            </div>
          )}
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="h-20" />
      )}
    </section>
  );
}

type SessionRowProps = { session: SessionSummary; isBusy: boolean; onEnd: () => void };

function SessionRow({ session, isBusy, onEnd }: SessionRowProps) {
  const device = deviceOf(session.userAgent);
  return (
    <Tr>
      <Td title={session.userAgent ?? undefined}>{device}</Td>
      <Td className="whitespace-nowrap">{session.address ?? <span className="text-muted">unknown</span>}</Td>
      <Td className="whitespace-nowrap">
        <time dateTime={session.lastSeenAt}>{session.lastSeenAt.slice(0, 16).replace('T', ' ')} UTC</time>
      </Td>
      <Td className="text-right">
        {session.isCurrent ? (
          <Badge tone="approved">this session</Badge>
        ) : (
          <Button size="small" disabled={isBusy} aria-label={`End the session of ${device}`} onClick={onEnd}>
            End
          </Button>
        )}
      </Td>
    </Tr>
  );
}
