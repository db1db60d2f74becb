import type { Message } from '../row-messages';

/** What is wrong with the order of a conversation's roles; null when a trainer can use it. */
type RoleRule = (roles: readonly Message['role'][]) => string | null;

type Turn = Pick<Message, 'role' | 'content'>;

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

/** What is wrong with a conversation: the order of its roles, or somebody says nothing. */
export const faultOfTurns = (turns: readonly Turn[], rule: RoleRule): string | null =>
  rule(turns.map(({ role }) => role)) ??
  (turns.some(({ role, content }) => role !== 'system' && content === '') ? 'a message is empty' : null);

/** The first message when it is the system's, and those after it. */
export const splitSystem = (messages: readonly Message[]): { system: string; spoken: readonly Message[] } =>
  messages[0]?.role === 'system'
    ? { system: messages[0].content, spoken: messages.slice(1) }
    : { system: '', spoken: messages };
