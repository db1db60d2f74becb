'use client';

import { useId, useMemo } from 'react';
import type { LargestLeaves, PhaseCount } from '@/taxonomy/datasets/contract-counts';
import { countText, numberText, shortNumber } from '../numbers';
import { MiddleCut } from '../ui/middle-cut';
import { PhaseDot, phaseFill } from './phase-dot';
import { bandPath, layOutMix, loopPath, type Mix, type MixPhase } from './mix';

// This width is stretched to the available width, so only shapes without strokes are drawn in it.
const BANDS_WIDTH = 100;
const BAR_WIDTH = 16;
const LOOPS_WIDTH = 56;
const ARROW = 4;

type MixPictureProps = { phases: readonly PhaseCount[]; leaves: LargestLeaves };

/**
 * Where the rows come from and where they go: leaves on the left, phases on the right, and replay as loops between
 * phases.
 */
export function MixPicture({ phases: counts, leaves }: MixPictureProps) {
  const mix = useMemo(() => layOutMix(counts, leaves), [counts, leaves]);
  const hatch = useId();
  return (
    <div role="img" aria-label={inWords(mix)} className="max-w-3xl">
      <div
        className="grid grid-cols-[minmax(6.25rem,12rem)_5px_minmax(1.5rem,1fr)_16px_56px_minmax(8rem,10rem)] gap-x-1"
        style={{ height: mix.height }}
      >
        <LeafNames mix={mix} />
        <Columns mix={mix} hatch={hatch} />
        <PhaseNames mix={mix} />
      </div>
    </div>
  );
}

const LeafNames = ({ mix }: { mix: Mix }) => (
  <div className="relative text-sm">
    {mix.leaves.map((leaf) => (
      <p
        key={leaf.key}
        className="absolute inset-x-0 flex -translate-y-1/2 justify-end gap-2"
        style={{ top: leaf.y + leaf.height / 2 }}
      >
        <MiddleCut text={leaf.name} title={leaf.path} />
        <span className="shrink-0 whitespace-nowrap text-muted tabular-nums">{shortNumber(leaf.rows)}</span>
      </p>
    ))}
  </div>
);

function Columns({ mix, hatch }: { mix: Mix; hatch: string }) {
  const { height, leaves, bands, loops } = mix;
  return (
    <>
      <svg width="5" height={height}>
        {leaves.map((leaf) => (
          <rect key={leaf.key} y={leaf.y} width="5" height={leaf.height} className="fill-muted" />
        ))}
      </svg>
      <svg className="w-full" height={height} viewBox={`0 0 ${BANDS_WIDTH} ${height}`} preserveAspectRatio="none">
        {bands.map((band) => (
          <path key={band.key} d={bandPath(band, BANDS_WIDTH)} className={phaseFill(band.phase)} opacity={0.3}>
            <title>{band.title}</title>
          </path>
        ))}
      </svg>
      <svg width={BAR_WIDTH} height={height}>
        <Hatches id={hatch} phases={mix.phases.length} />
        {mix.phases.map((phase) => (
          <Bar key={phase.key} phase={phase} hatch={hatch} />
        ))}
      </svg>
      <svg width={LOOPS_WIDTH} height={height}>
        {loops.map((loop) => {
          const steps = loop.to - loop.from;
          const middle = loop.end.y + loop.end.height / 2;
          return (
            <g key={loop.key}>
              <title>{`Replayed: ${numberText(loop.rows)} of ${loop.name}`}</title>
              <path
                d={loopPath(loop, steps > 1 ? LOOPS_WIDTH - 4 : LOOPS_WIDTH / 2)}
                className={phaseFill(loop.from)}
                opacity={0.4}
              />
              <path d={`M1 ${middle}l${ARROW + 1} ${-ARROW}v${2 * ARROW}Z`} className={phaseFill(loop.from)} />
            </g>
          );
        })}
      </svg>
    </>
  );
}

/** The stripes that mark replayed rows, one pattern for each phase, and one for other sources. */
const Hatches = ({ id, phases }: { id: string; phases: number }) => (
  <defs>
    {[null, ...Array.from({ length: phases }, (_, place) => place)].map((place) => (
      <pattern
        key={place}
        id={`${id}-${place}`}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="3" height="6" className={phaseFill(place)} />
      </pattern>
    ))}
  </defs>
);

const partTitles = { own: '', held: 'Held out, ', replayed: 'Replayed, ' } as const;

const Bar = ({ phase, hatch }: { phase: MixPhase; hatch: string }) => (
  <g>
    {phase.parts.map((part) => (
      <rect
        key={part.key}
        y={part.y}
        width={BAR_WIDTH}
        height={part.height}
        {...(part.kind === 'replayed'
          ? { fill: `url(#${hatch}-${part.from})` }
          : { className: phaseFill(part.from), opacity: part.kind === 'held' ? 0.4 : 1 })}
      >
        <title>{`${partTitles[part.kind]}${part.name}: ${numberText(part.rows)}`}</title>
      </rect>
    ))}
    {phase.parts.length === 0 && (
      <line y1={phase.y} y2={phase.y} x2={BAR_WIDTH} className="stroke-muted" strokeWidth="2" strokeDasharray="2 2" />
    )}
  </g>
);

const PhaseNames = ({ mix }: { mix: Mix }) => (
  <div className="relative text-sm">
    {mix.phases.map(({ key, name, own, held, replayed, y, height }, place) => (
      <div key={key} className="absolute inset-x-0 -translate-y-1/2" style={{ top: y + height / 2 }}>
        <p className="font-medium">
          <PhaseDot place={place} /> {name}
        </p>
        <p className="text-muted tabular-nums">{own + replayed === 0 ? 'no rows' : countText(own, 'own row')}</p>
        {replayed > 0 && <p className="text-muted tabular-nums">+ {numberText(replayed)} replayed</p>}
        {held > 0 && <p className="text-muted tabular-nums">{numberText(held)} held out</p>}
      </div>
    ))}
  </div>
);

const inWords = (mix: Mix): string =>
  mix.phases
    .map(({ name, own, held, replayed }) => {
      const replay = replayed > 0 ? ` and ${numberText(replayed)} replayed` : '';
      return `${name}: ${countText(own, 'own row')}${replay}${held > 0 ? `, ${numberText(held)} held out` : ''}`;
    })
    .join('; ');
