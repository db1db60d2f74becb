import { clsx } from 'clsx';
import type { ServerState } from '@/taxonomy/generation/contract-servers';
import { countText } from '../numbers';
import { Badge, type Tone } from '../ui/badge';
import { When } from '../ui/when';

const looks: Record<ServerState['state'], { tone: Tone; word: string }> = {
  closed: { tone: 'approved', word: 'In use' },
  half_open: { tone: 'pending', word: 'Being tried' },
  open: { tone: 'rejected', word: 'Paused' },
};

/** The servers of a teacher that workers use now. A server that fails is given no calls for a while: why, and until when. */
export const ServerStates = ({ servers }: { servers: readonly ServerState[] }) => (
  <ul aria-label="Servers" className="mt-1 flex flex-col gap-1 text-sm text-muted">
    {servers.map((server) => {
      const { tone, word } = looks[server.state];
      return (
        <li key={server.address} className="flex flex-wrap items-baseline gap-x-2">
          <Badge tone={tone}>{word}</Badge>
          <span className="break-all">{server.address}</span>
          <span className={clsx('min-w-0 break-words', server.state !== 'closed' && 'basis-full')}>
            {wordsOf(server)}
          </span>
        </li>
      );
    })}
  </ul>
);

function wordsOf({ state, since, nextTryAt, reason, workers, ofWorkers }: ServerState) {
  if (state === 'closed' || since === null || nextTryAt === null) return countText(ofWorkers, 'worker');
  return (
    <>
      Given no calls since <When iso={since} />
      {ofWorkers > 1 && ` by ${workers} of ${ofWorkers} workers`}.{' '}
      {state === 'open' ? `Tried again in ${secondsUntil(nextTryAt)} s.` : 'One call finds out whether it works again.'}{' '}
      {reason}
    </>
  );
}

const secondsUntil = (iso: string): number => Math.max(1, Math.ceil((Date.parse(iso) - Date.now()) / 1000));
