/** One turn of a conversation with a teacher. */
export type Message = { role: 'system' | 'user' | 'assistant'; content: string };
