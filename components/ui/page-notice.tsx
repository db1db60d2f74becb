'use client';

import { createContext, useContext, type ReactNode } from 'react';

const Notice = createContext<ReactNode>(null);

/** Gives every page inside it something to show in its top bar; the shell does. */
export const PageNoticeProvider = Notice.Provider;

export const PageNotice = (): ReactNode => useContext(Notice);
