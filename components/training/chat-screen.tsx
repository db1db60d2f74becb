'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Plus, Send, Square } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { chatLimits } from '@/taxonomy/training/vocabulary-chat';
import { versionList } from '../datasets/api';
import { teacherList } from '../generation/api';
import { Button, ButtonLink } from '../ui/button';
import { Checkbox } from '../ui/choice';
import { Field } from '../ui/field';
import { Select, Textarea } from '../ui/input';
import { later } from '../ui/later';
import { laterDialog } from '../ui/later-dialog';
import { Page } from '../ui/page';
import { PracticeBadge } from '../ui/practice-badge';
import { EmptyState, ErrorState, Notice, Skeleton } from '../ui/states';
import { ChatTurn } from './chat-turn';
import type { Side } from './chat-turns';
import type { Answered } from './seed-from-answer';
import { useChat, type Chat } from './use-chat';

const ChatVotes = later(
  () => import('./chat-votes').then((module) => module.ChatVotes),
  () => <Skeleton className="h-32 w-full" />,
);

const SeedDialog = laterDialog(() => import('./seed-dialog').then((module) => module.SeedDialog));

/** Whose drafts a seed is added to. */
type Place = { personId: string; taxonomyId: string };

/** Two models side by side under the system prompt of a version, and the votes on their answers. */
export function ChatScreen({ canCurate, ...place }: Place & { canCurate: boolean }) {
  const { data, error, refetch } = useQuery(teacherList);
  return (
    <Page crumbs={[{ label: 'Training', href: '/training' }, { label: 'Chat' }]}>
      <div className="flex flex-col gap-10">
        {!canCurate ? (
          <Notice title="Asking models needs the curator role">
            It uses the team’s servers and money. An owner can change your role; the votes are below.
          </Notice>
        ) : error && !data ? (
          <ErrorState title="The models could not be loaded" error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton className="h-48 w-full" />
        ) : data.items.length === 0 ? (
          <EmptyState
            title="No model to chat with"
            action={<ButtonLink href="/settings/teachers">Add a model</ButtonLink>}
          >
            Add the servers of your base model and your tuned model under Settings, Teachers.
          </EmptyState>
        ) : (
          <Conversation teachers={data.items} {...place} />
        )}
        <section aria-label="Votes">
          <h2 className="mb-3 text-lg font-semibold">Votes</h2>
          <ChatVotes />
        </section>
      </div>
    </Page>
  );
}

const NO_VERSION = 'none';

function Conversation({ teachers, ...place }: Place & { teachers: readonly Teacher[] }) {
  const { data } = useInfiniteQuery(versionList);
  const published = data?.pages.flatMap(({ items }) => items).filter(({ state }) => state === 'published') ?? [];
  const { chat, turns, isWriting, isHidden, ask, stop, restart, vote } = useChat();
  const [chosen, choose] = useState<{ version?: string } & Partial<Record<Side, string>>>({});
  const [isBlind, setBlind] = useState(false);
  const [question, setQuestion] = useState('');
  const [answered, setAnswered] = useState<Answered | null>(null);
  const first = teachers.find(({ id }) => id === chosen.left) ?? teachers[0];
  const second = teachers.find(({ id }) => id === chosen.right) ?? teachers[1] ?? first;
  const version = chosen.version ?? published[0]?.id ?? NO_VERSION;
  if (!first || !second) return null;
  const isFull = turns.length >= chatLimits.turns;
  const begin = (): Chat => {
    const isSwapped = isBlind && Math.random() < 0.5;
    const [left, right] = isSwapped ? [second.id, first.id] : [first.id, second.id];
    return { left, right, isHidden: isBlind, versionId: version === NO_VERSION ? null : version };
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (question.trim() === '' || isWriting || isFull) return;
    ask(question.trim(), chat ?? begin());
    setQuestion('');
  };
  const nameOf = (id: string | undefined) => teachers.find((each) => each.id === id)?.name ?? 'A removed model';
  const names = isHidden ? { left: 'A', right: 'B' } : { left: nameOf(chat?.left), right: nameOf(chat?.right) };
  return (
    <div className="flex flex-col gap-5">
      <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <ModelField
          label="First model"
          {...{ teachers }}
          value={first.id}
          isFixed={chat !== null}
          onChange={(left) => choose({ ...chosen, left })}
        />
        <ModelField
          label="Second model"
          {...{ teachers }}
          value={second.id}
          isFixed={chat !== null}
          onChange={(right) => choose({ ...chosen, right })}
        />
        <Field label="System prompt of" hint="The server of a model applies its chat template; Seedleaf does not.">
          <Select
            value={version}
            disabled={chat !== null}
            onChange={({ target }) => choose({ ...chosen, version: target.value })}
          >
            {published.map(({ id, datasetName, number }) => (
              <option key={id} value={id}>
                {datasetName} version {number}
              </option>
            ))}
            <option value={NO_VERSION}>No version: no system prompt</option>
          </Select>
        </Field>
        <div className="flex flex-col items-start gap-2 xl:pt-7">
          <Checkbox label="Hide which is which" checked={isBlind} isDisabled={chat !== null} onChange={setBlind} />
          {(first.isPractice || second.isPractice) && <PracticeBadge />}
        </div>
      </div>
      {first.id === second.id && (
        <Notice title="Both sides ask the same model">
          Add the server of the other one under Settings, Teachers, to compare two. Such answers are not voted on.
        </Notice>
      )}
      {turns.length > 0 && (
        <ol aria-label="Conversation" className="flex flex-col gap-5">
          {turns.map((turn) => (
            <ChatTurn
              key={turn.key}
              {...{ turn, names, isHidden }}
              isLast={turn === turns.at(-1)}
              mayVote={chat?.left !== chat?.right}
              onSeed={setAnswered}
              onVote={(choice) => vote.mutate({ turn, choice })}
              isVoting={vote.isPending}
              voteError={vote.error}
            />
          ))}
        </ol>
      )}
      {answered && <SeedDialog {...place} answered={answered} onClose={() => setAnswered(null)} />}
      <form onSubmit={send} className="flex max-w-3xl flex-col gap-3">
        <Field
          label={turns.length === 0 ? 'Question' : 'Next question'}
          hint={isFull ? `A chat has at most ${chatLimits.turns} questions. Start a new one.` : undefined}
        >
          <Textarea
            value={question}
            maxLength={chatLimits.question}
            disabled={isFull}
            onChange={({ target }) => setQuestion(target.value)}
          />
        </Field>
        <div className="flex flex-wrap gap-2">
          {isWriting ? (
            <Button icon={Square} onClick={stop}>
              Stop
            </Button>
          ) : (
            <Button type="submit" variant="primary" icon={Send} disabled={question.trim() === '' || isFull}>
              Ask both
            </Button>
          )}
          {chat && (
            <Button icon={Plus} onClick={restart}>
              New chat
            </Button>
          )}
        </div>
      </form>
    </div>
  );
}

type ModelFieldProps = {
  label: string;
  teachers: readonly Teacher[];
  value: string;
  isFixed: boolean;
  onChange: (id: string) => void;
};

const ModelField = ({ label, teachers, value, isFixed, onChange }: ModelFieldProps) => (
  <Field label={label}>
    <Select value={value} disabled={isFixed} onChange={({ target }) => onChange(target.value)}>
      {teachers.map(({ id, name, model }) => (
        <option key={id} value={id}>
          {name === model ? name : `${name} (${model})`}
        </option>
      ))}
    </Select>
  </Field>
);
