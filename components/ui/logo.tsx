import { useId } from 'react';

/** A seedling's first two leaves, in the colours of labradorite. */
export function Logo({ size = 24 }: { size?: number }) {
  // A unique id per logo: if they shared one and its logo were hidden, the others would lose their gradient too.
  const id = useId();
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden className="shrink-0">
      <defs>
        <linearGradient id={id} x1="2" y1="4" x2="22" y2="16" gradientUnits="userSpaceOnUse">
          <stop className="[stop-color:var(--play-1)]" />
          <stop offset=".55" className="[stop-color:var(--play-2)]" />
          <stop offset="1" className="[stop-color:var(--play-3)]" />
        </linearGradient>
      </defs>
      <path d="M12 21.5V12" stroke={`url(#${id})`} strokeWidth="2" strokeLinecap="round" />
      <path d="M12 15C11.6 9.6 7.6 6.6 2 7c.2 5.4 4.2 8.4 10 8Z" fill={`url(#${id})`} />
      <path d="M12 11.5C12 6.2 15.600 2.800 22 2.500c.300 5.700-3.800 9.200-10 9Z" fill={`url(#${id})`} />
    </svg>
  );
}
