import { handle } from '@/app/api/handle';
import { installationKey } from '@/app/api/installation-key';
import { Limiter } from '@/app/api/limiter';
import { teacherAccess } from '@/env';
import { DomainError } from '@/taxonomy/errors';
import { answer, conversationOf } from '@/taxonomy/training/chat/answer';
import type { ChatRecord } from '@/taxonomy/training/contract-chat';
import * as endpoints from '@/taxonomy/training/endpoints-chat';

/** A person asks two models at once; a second question to the same one waits for the first. */
const answers = new Limiter({ atOnce: 16, waiting: 32, samePerson: 'in turn' });

const encoder = new TextEncoder();

export const POST = handle(endpoints.answerChat, async ({ db, actor, body, request }) => {
  const messages = await conversationOf(db, body);
  const access = teacherAccess(installationKey());
  const left = new AbortController();
  const signal = AbortSignal.any([request.signal, left.signal]);
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const tell = (record: ChatRecord) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(`data: ${JSON.stringify(record)}\n\n`));
      };
      const turn = { personId: `${actor.id} ${body.teacherId}`, signal };
      try {
        await answers.run(turn, (working) => answer(db, body.teacherId, messages, { access, signal: working, tell }));
      } catch (error) {
        const isKnown = error instanceof DomainError;
        tell({ type: 'error', message: isKnown ? error.message : 'Seedleaf itself failed. Ask again.' });
        if (!isKnown && !signal.aborted) console.error(error);
      }
      if (!signal.aborted) controller.close();
    },
    cancel() {
      left.abort();
    },
  });
  return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
});
