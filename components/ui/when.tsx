'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};
const format = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A time in the reader's time zone. The server does not know it, so it is filled in by the browser. */
export function When({ iso }: { iso: string }) {
  const text = useSyncExternalStore(
    never,
    () => format.format(new Date(iso)),
    () => '',
  );
  return <time dateTime={iso}>{text}</time>;
}
