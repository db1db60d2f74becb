import {
  CircleAlert,
  CirclePause,
  CircleStop,
  CircleX,
  Loader,
  LoaderCircle,
  Wallet,
  type LucideIcon,
} from 'lucide-react';
import { runStateNames, type RunState } from '@/taxonomy/generation/vocabulary';
import { Badge, type Tone } from '../ui/badge';

const looks: Record<RunState, { tone: Tone; icon?: LucideIcon }> = {
  queued: { tone: 'neutral', icon: Loader },
  running: { tone: 'accent', icon: LoaderCircle },
  paused: { tone: 'pending', icon: CirclePause },
  cancelling: { tone: 'neutral', icon: CircleStop },
  cancelled: { tone: 'neutral', icon: CircleStop },
  completed: { tone: 'approved' },
  completed_with_errors: { tone: 'pending', icon: CircleAlert },
  nothing_kept: { tone: 'rejected', icon: CircleAlert },
  over_budget: { tone: 'pending', icon: Wallet },
  failed: { tone: 'rejected', icon: CircleX },
};

/** The state of a run as a word and an icon. Stalled comes first: nobody works on the run, although it is not over. */
export function RunStateBadge({ state, isStalled }: { state: RunState; isStalled: boolean }) {
  if (isStalled) {
    return (
      <Badge tone="pending" icon={CirclePause}>
        Stalled
      </Badge>
    );
  }
  const { tone, icon } = looks[state];
  return (
    <Badge tone={tone} {...(icon && { icon })}>
      {runStateNames[state]}
    </Badge>
  );
}
