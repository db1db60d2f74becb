'use client';

import { clsx } from 'clsx';
import { spokenKeys, useIsMac, writtenKeys } from '../keys';

type KbdProps = { keys: string; tone?: 'plain' | 'on-fill'; className?: string };

/** A key as shown on a button. `keys` is written as in the keymap: `a`, `mod+k`, `g t`. */
export function Kbd({ keys, tone = 'plain', className }: KbdProps) {
  const mac = useIsMac();
  return (
    <kbd
      title={spokenKeys(keys, mac)}
      className={clsx(
        'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border px-1 font-sans text-xs leading-none whitespace-nowrap',
        tone === 'plain' ? 'border-line bg-sunken text-muted' : 'border-current text-inherit',
        className,
      )}
    >
      {writtenKeys(keys, mac)}
    </kbd>
  );
}
