// Whole class names, so that Tailwind finds them.
const fills = ['fill-phase-1', 'fill-phase-2', 'fill-phase-3', 'fill-phase-4', 'fill-phase-5', 'fill-phase-6'];
const grounds = ['bg-phase-1', 'bg-phase-2', 'bg-phase-3', 'bg-phase-4', 'bg-phase-5', 'bg-phase-6'];

/**
 * The colour of a phase by its place; null for rows from outside the version. Always shown with the phase's name, so that
 * nothing depends on colour alone.
 */
export const phaseFill = (place: number | null): string =>
  place === null ? 'fill-muted' : (fills[place % fills.length] ?? 'fill-muted');

/** The colour of a phase, shown before its name. */
export const PhaseDot = ({ place }: { place: number | null }) => (
  <span
    aria-hidden
    className={`inline-block size-2.5 rounded-xs ${place === null ? 'bg-muted' : (grounds[place % grounds.length] ?? 'bg-muted')}`}
  />
);
