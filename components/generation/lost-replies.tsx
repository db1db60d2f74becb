import type { LostReply } from '@/taxonomy/generation/contract';
import { dropReasons } from '@/taxonomy/generation/vocabulary-rows';
import { RawText } from './raw-text';

/** What the teacher replied in a run that kept nothing: this usually shows what is wrong. */
export function LostReplies({ replies }: { replies: readonly LostReply[] }) {
  if (replies.length === 0) return null;
  return (
    <section aria-label="First replies" className="flex flex-col gap-4">
      <h2 className="text-lg font-semibold">What the teacher replied</h2>
      {replies.map(({ stepLabel, reason, detail, text }, place) => (
        <div key={place} className="flex flex-col gap-1">
          <p>
            <span className="font-medium">{stepLabel}</span>
            <span className="text-muted">
              {' '}
              · {dropReasons[reason]}. {detail}
            </span>
          </p>
          <RawText label={`Raw reply ${place + 1}`} text={text} />
        </div>
      ))}
    </section>
  );
}
