'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ChatPair, ChatVote } from '@/taxonomy/training/contract-chat';
import { numberText } from '../numbers';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import { When } from '../ui/when';
import { chatPairs, chatVotes } from './api-chat';

/** The votes by pair of models, and each vote. */
export function ChatVotes() {
  const pairs = useQuery(chatPairs);
  const list = useInfiniteQuery(chatVotes);
  const votes = list.data?.pages.flatMap(({ items }) => items);
  const error = pairs.error ?? list.error;
  if (error && (!pairs.data || !votes)) {
    const retry = () => void Promise.all([pairs.refetch(), list.refetch()]);
    return <ErrorState title="The votes could not be loaded" error={error} onRetry={retry} />;
  }
  if (!pairs.data || !votes) return <Skeleton className="h-32 w-full" />;
  if (votes.length === 0) return <p className="text-muted">No votes yet. Ask two models, and vote on their answers.</p>;
  return (
    <div className="flex flex-col gap-6">
      <PairsTable pairs={pairs.data.items} />
      <VotesTable votes={votes} />
      {list.hasNextPage && <ShowMore list={list}>Show older votes</ShowMore>}
    </div>
  );
}

type Model = ChatPair['first'];
const nameOf = ({ teacher, model }: Model) => (teacher === model ? teacher : `${teacher} (${model})`);
const percent = (share: number) => `${Math.round(100 * share)} %`;

const PairsTable = ({ pairs }: { pairs: readonly ChatPair[] }) => (
  <Table label="Votes by pair of models" className="min-w-3xl">
    <thead>
      <tr>
        <Th>First model</Th>
        <Th>Second model</Th>
        <Th isNumber>First won</Th>
        <Th isNumber>Second won</Th>
        <Th isNumber>Both good</Th>
        <Th isNumber>Neither</Th>
        <Th>First won, of those with a winner (95 %)</Th>
      </tr>
    </thead>
    <tbody>
      {pairs.map(({ first, second, wins, losses, both, neither, share }) => (
        <Tr key={JSON.stringify([first, second])}>
          <Td>{nameOf(first)}</Td>
          <Td>{nameOf(second)}</Td>
          <Td isNumber>{numberText(wins)}</Td>
          <Td isNumber>{numberText(losses)}</Td>
          <Td isNumber>{numberText(both)}</Td>
          <Td isNumber>{numberText(neither)}</Td>
          <Td>{share ? `${percent(share.value)} (${percent(share.low)} to ${percent(share.high)})` : '–'}</Td>
        </Tr>
      ))}
    </tbody>
  </Table>
);

const winnerOf = ({ choice, left, right }: ChatVote): string =>
  ({ left: nameOf(left), right: nameOf(right), both: 'Both good', neither: 'Neither' })[choice];

const VotesTable = ({ votes }: { votes: readonly ChatVote[] }) => (
  <Table label="Votes, newest first" className="min-w-3xl">
    <thead>
      <tr>
        <Th>Question</Th>
        <Th>Better</Th>
        <Th>Of</Th>
        <Th>System prompt of</Th>
        <Th>Who, when</Th>
      </tr>
    </thead>
    <tbody>
      {votes.map((vote) => (
        <Tr key={vote.id}>
          <Td className="max-w-80">
            <span dir="auto" className="line-clamp-2 wrap-anywhere">
              {vote.question}
            </span>
          </Td>
          <Td>{winnerOf(vote)}</Td>
          <Td>
            {nameOf(vote.left)} and {nameOf(vote.right)}
            {vote.isBlind && <span className="text-muted">, hidden</span>}
          </Td>
          <Td>
            {vote.dataset ? (
              <Link href={`/datasets/${vote.dataset.versionId}`} className="inline-block py-0.5 hover:underline">
                {vote.dataset.name} version {vote.dataset.number}
              </Link>
            ) : (
              <span className="text-muted">none</span>
            )}
          </Td>
          <Td>
            {vote.by}, <When iso={vote.createdAt} />
          </Td>
        </Tr>
      ))}
    </tbody>
  </Table>
);
