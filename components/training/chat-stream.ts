import type { ChatAnswerRequest, ChatRecord } from '@/taxonomy/training/contract-chat';
import { ApiError } from '../api-client';

/**
 * Asks one model, and tells each record of its answer as it comes.
 *
 * @throws ApiError when Seedleaf refuses the request, or the connection to it breaks off.
 */
export async function askModel(
  body: ChatAnswerRequest,
  signal: AbortSignal,
  onRecord: (record: ChatRecord) => void,
): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body), signal };
  const response = await fetch('/api/v1/training/chat/answers', init).catch(() => {
    throw new ApiError('network', 'Seedleaf cannot be reached. Check that it is running, and ask again.');
  });
  if (!response.ok || !response.body) {
    const { message }: { message?: string } = await response.json().catch(() => ({}));
    throw new ApiError('refused', message ?? `Seedleaf answered ${response.status}. Ask again.`);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let hasEnded = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const events = (rest + value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const record = JSON.parse(event.replace(/^data: /, '')) as ChatRecord;
      hasEnded = record.type !== 'text';
      onRecord(record);
    }
  }
  if (!hasEnded) throw new ApiError('network', 'The answer broke off on its way from Seedleaf. Ask again.');
}
