import type { Sample } from '@/taxonomy/review/contract';
import { flowing } from '@/components/flowing';
import { Badge } from '@/components/ui/badge';
import { Markdown } from '@/components/ui/markdown';
import { TextDiff } from './text-diff';

type SampleCardProps = { sample: Sample; isChangeShown: boolean };

/** One sample as a model would learn it: what it is given above, what it should say below. */
export function SampleCard({ sample, isChangeShown }: SampleCardProps) {
  const { context, question, answer, original } = sample;
  const before = isChangeShown ? original : null;
  return (
    <article aria-label="Sample" data-sample-id={sample.id} className="text-sample">
      {original && (
        <p className="mb-3">
          <Badge tone="accent">Edited by a person</Badge>
        </p>
      )}
      {context !== null && (
        <Part label="Context" before={before?.context ?? null} text={context} className="border-l-2 pl-4 text-muted" />
      )}
      <Part label="Question" before={before?.question ?? null} text={question} className="font-medium" />
      <Part label="Answer" before={before?.answer ?? null} text={answer} className="border-t pt-4" />
    </article>
  );
}

type PartProps = { label: string; text: string; before: string | null; className: string };

const Part = ({ label, text, before, className }: PartProps) => (
  <section aria-label={label} className={`mb-4 ${className}`}>
    <h2 className="mb-1 text-xs font-medium text-muted">{label}</h2>
    {before !== null && before !== text ? (
      <TextDiff before={before} after={text} />
    ) : (
      <Markdown text={flowing(text)} className="whole-lines" />
    )}
  </section>
);
