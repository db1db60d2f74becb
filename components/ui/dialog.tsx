'use client';

import { useState } from 'react';
import type { DialogProps } from './dialog-body';
import { laterDialog } from './later-dialog';

const DialogBody = laterDialog(() => import('./dialog-body').then((module) => module.DialogBody));

/** Asks for something that must be decided before continuing. Escape and a click outside close it. */
export function Dialog(props: DialogProps) {
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  // Its code is not loaded by a page that only might open it.
  return wasOpened && <DialogBody {...props} />;
}
