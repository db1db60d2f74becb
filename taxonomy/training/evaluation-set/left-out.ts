import type { HeldBackReason } from '../../datasets/held-out/held-out';
import { splitThreshold } from '../../datasets/vocabulary-limits';
import type { SetNumbers } from './plan-set';

const reasons = {
  sample: 'trained on themselves, repeated from elsewhere',
  passage: 'their passage is trained on',
  seed: 'their seed is trained on',
  auxiliary: 'no questions: their answer is a text made from the passage',
  long: 'too long for a question',
} as const satisfies Record<HeldBackReason, string>;

/** Why held-out samples are not asked, in words, and how many each time. */
export function leftOutOf({ heldBack, same, alike, surplus }: SetNumbers): { reason: string; samples: number }[] {
  return [
    ...Object.entries(reasons).map(([key, reason]) => ({ reason, samples: heldBack[key as HeldBackReason] })),
    { reason: 'the same text is trained on', samples: same },
    { reason: `like a text that is trained on (ROUGE-L over ${splitThreshold})`, samples: alike },
    { reason: 'more than a leaf or the set may have', samples: surplus },
  ].filter(({ samples }) => samples > 0);
}
