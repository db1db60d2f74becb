'use client';

import { createContext, useContext, type ReactNode } from 'react';

const Notice = createContext<ReactNode>(null);

/** Lets the shell show something in the top bar of every page inside it. */
export const PageNoticeProvider = Notice.Provider;

export const PageNotice = (): ReactNode => useContext(Notice);
