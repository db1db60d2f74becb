import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import type { ChatChoice } from '@/taxonomy/training/vocabulary-chat';
import { messageOf } from '../ui/states';
import { addChatVote, forgetVotes } from './api-chat';
import { askModel } from './chat-stream';
import { messagesOf, newAnswer, sides, withRecord, type ChatAnswer, type Side, type Turn } from './chat-turns';

/** What a conversation was begun with; it stays so until a new chat. */
export type Chat = { versionId: string | null; isHidden: boolean } & Record<Side, string>;

/** A conversation with two models at once, each with its own answers. */
export function useChat() {
  const client = useQueryClient();
  const [chat, setChat] = useState<Chat | null>(null);
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const asking = useRef<AbortController | null>(null);
  useEffect(() => () => asking.current?.abort(), []);
  const change = (key: string, of: (turn: Turn) => Turn) =>
    setTurns((all) => all.map((turn) => (turn.key === key ? of(turn) : turn)));
  const changeAnswer = (key: string, side: Side, of: (answer: ChatAnswer) => ChatAnswer) =>
    change(key, (turn) => ({ ...turn, [side]: of(turn[side]) }));

  async function askSide(begun: Chat, key: string, side: Side, question: string, signal: AbortSignal) {
    const messages = messagesOf(turns, side, question);
    const request = { teacherId: begun[side], versionId: begun.versionId, messages };
    try {
      await askModel(request, signal, (record) => changeAnswer(key, side, (answer) => withRecord(answer, record)));
    } catch (error) {
      if (signal.aborted) return;
      changeAnswer(key, side, (answer) => withRecord(answer, { type: 'error', message: messageOf(error) }));
    }
  }

  function ask(question: string, begun: Chat): void {
    const key = uuid();
    const controller = new AbortController();
    asking.current = controller;
    setChat(begun);
    setTurns((all) => [...all, { key, question, left: newAnswer, right: newAnswer }]);
    for (const side of sides) void askSide(begun, key, side, question, controller.signal);
  }

  function stop(): void {
    asking.current?.abort();
    const stopped = (answer: ChatAnswer): ChatAnswer =>
      answer.state === 'writing' ? { ...answer, state: 'stopped' } : answer;
    setTurns((all) => all.map((turn) => ({ ...turn, left: stopped(turn.left), right: stopped(turn.right) })));
  }

  const vote = useMutation({
    mutationFn: async ({ turn, choice }: { turn: Turn; choice: ChatChoice }) => {
      if (!chat) return;
      const upTo = turns.slice(0, turns.indexOf(turn) + 1);
      await addChatVote({
        requestKey: turn.key,
        versionId: chat.versionId,
        leftTeacherId: chat.left,
        rightTeacherId: chat.right,
        turns: upTo.map(({ question, left, right }) => ({ question, left: left.text, right: right.text })),
        choice,
        isBlind: chat.isHidden && turns.every((each) => each.vote === undefined),
      });
    },
    onSuccess: (_, { turn, choice }) => change(turn.key, (each) => ({ ...each, vote: choice })),
    onSettled: () => forgetVotes(client),
  });

  return {
    chat,
    turns,
    isWriting: turns.some((turn) => sides.some((side) => turn[side].state === 'writing')),
    /** The names are hidden until the first vote. */
    isHidden: chat !== null && chat.isHidden && turns.every((turn) => turn.vote === undefined),
    ask,
    stop,
    vote,
    restart: () => {
      stop();
      setChat(null);
      setTurns([]);
      vote.reset();
    },
  };
}
