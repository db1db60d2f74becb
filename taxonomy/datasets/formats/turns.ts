import { z } from 'zod';
import { Message } from '../row-messages';

/** What is wrong with the order of a conversation's roles; null when a trainer can use it. */
type RoleRule = (roles: readonly Message['role'][]) => string | null;

/** Something is learned: an answer. */
export const hasAnswer: RoleRule = (roles) =>
  roles.includes('assistant') ? null : 'it has no message of the assistant';

/** The last message is the answer to those before it. */
export const endsWithAnswer: RoleRule = (roles) => {
  if (roles.at(-1) !== 'assistant') return 'its last message is not the assistant’s';
  return roles.some((role) => role === 'user') ? null : 'it has no message of the user';
};

/** After at most one system message, user and assistant take turns, and the assistant has the last word. */
export const takesTurns: RoleRule = (roles) => {
  const spoken = roles[0] === 'system' ? roles.slice(1) : roles;
  if (spoken.includes('system')) return 'a system message is not the first message';
  if (spoken.some((role, i) => role !== (i % 2 === 0 ? 'user' : 'assistant')))
    return 'user and assistant do not take turns, beginning with the user';
  return endsWithAnswer(roles);
};

/** A conversation of messages with those fields, whose roles follow the rule, and in which nobody says nothing. */
export const conversation = <T extends z.ZodRawShape>(more: T, rule: RoleRule) =>
  z.array(z.strictObject({ ...Message.shape, ...more })).superRefine((turns, context) => {
    // The fields of Message are there, whatever others are.
    const messages = turns as unknown as Message[];
    const fault =
      rule(messages.map(({ role }) => role)) ??
      (messages.some(({ role, content }) => role !== 'system' && content === '') ? 'a message is empty' : null);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  });

/** The first message when it is the system's, and those after it. */
export const splitSystem = (messages: readonly Message[]): { system: string; spoken: readonly Message[] } =>
  messages[0]?.role === 'system'
    ? { system: messages[0].content, spoken: messages.slice(1) }
    : { system: '', spoken: messages };
