'use client';

import { useSyncExternalStore } from 'react';

const never = () => () => {};
const format = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

/** A moment in the reader's own time zone, which the server does not know: it comes with the browser. */
export function When({ iso }: { iso: string }) {
  const text = useSyncExternalStore(
    never,
    () => format.format(new Date(iso)),
    () => '',
  );
  return <time dateTime={iso}>{text}</time>;
}
