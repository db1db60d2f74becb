import type { PublishPreview } from '@/taxonomy/datasets/contract';
import { numberText } from '../numbers';
import { LengthBars } from './length-bars';

type LengthHistogramProps = { lengths: PublishPreview['lengths']; shortAnswerTokens: number };

/** How long answers are, and where short ones end. */
export function LengthHistogram({ lengths, shortAnswerTokens }: LengthHistogramProps) {
  const counts = lengths.map(({ part, bucket, rows }) => ({ bucket, group: part.endsWith('_short') ? 0 : 1, rows }));
  const of = (wanted: number) => counts.reduce((all, { group, rows }) => (group === wanted ? all + rows : all), 0);
  const [short, long] = [of(0), of(1)];
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="font-medium">
        Length of answers
        <span className="font-normal text-muted">
          {' '}
          {numberText(short)} short, {numberText(long)} long, with a limit of {numberText(shortAnswerTokens)} tokens
        </span>
      </figcaption>
      <LengthBars
        counts={counts}
        names={['Short', 'Long']}
        label={`${short} short and ${long} long answers`}
        limit={shortAnswerTokens}
      />
    </figure>
  );
}
