import type { ReactNode } from 'react';
import { Logo } from '../ui/logo';

/** The layout of pages before sign-in: one narrow column with the name and a form. */
export function SignedOutLayout({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center gap-6 px-4 py-12">
      <div className="flex items-center gap-2 font-semibold">
        <Logo />
        Seedleaf
      </div>
      <h1 className="text-xl font-semibold">{title}</h1>
      {children}
    </div>
  );
}
