import type { Delivery } from '@/taxonomy/generation/contract-webhooks';
import { Badge } from '../ui/badge';
import { When } from '../ui/when';
import { countText } from '../numbers';

const words = {
  waiting: { tone: 'pending', text: 'Waiting' },
  delivered: { tone: 'approved', text: 'Delivered' },
  failed: { tone: 'rejected', text: 'Failed' },
} as const;

/** What was sent, when, and what came of it. */
export function DeliveryState({ delivery }: { delivery: Delivery }) {
  const { state, type, status, error, tries, createdAt, nextTryAt } = delivery;
  const { tone, text } = words[state];
  return (
    <>
      <Badge tone={tone}>{text}</Badge>
      <code className="text-code">{type}</code>
      <span className="text-sm text-muted">
        <When iso={createdAt} />
        {tries > 0 && `, ${countText(tries, 'try', 'tries')}`}
        {status !== null && `, status ${status}`}
      </span>
      {error !== null && <span className="min-w-0 basis-full text-sm break-words">{error}</span>}
      {state === 'waiting' && nextTryAt !== null && (
        <span className="basis-full text-sm text-muted">
          Next try: <When iso={nextTryAt} />
        </span>
      )}
    </>
  );
}
