'use client';

import { clsx } from 'clsx';
import {
  Binary,
  FlaskConicalOff,
  GraduationCap,
  MessageSquareText,
  Palette,
  SlidersHorizontal,
  UserRound,
  Users,
  Webhook,
  type LucideIcon,
} from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { mayActAs, type Role } from '@/taxonomy/accounts/vocabulary';

type Section = { href: string; label: string; icon: LucideIcon; needs: Role };

const sections: readonly Section[] = [
  { href: '/settings/account', label: 'Account', icon: UserRound, needs: 'viewer' },
  { href: '/settings/people', label: 'People', icon: Users, needs: 'owner' },
  { href: '/settings/teachers', label: 'Teachers', icon: GraduationCap, needs: 'curator' },
  { href: '/settings/prompts', label: 'Prompts', icon: MessageSquareText, needs: 'viewer' },
  { href: '/settings/thresholds', label: 'Thresholds', icon: SlidersHorizontal, needs: 'curator' },
  { href: '/settings/evaluation-sets', label: 'Evaluation sets', icon: FlaskConicalOff, needs: 'viewer' },
  { href: '/settings/tokenizers', label: 'Tokenizers', icon: Binary, needs: 'viewer' },
  { href: '/settings/webhooks', label: 'Webhooks', icon: Webhook, needs: 'owner' },
  { href: '/settings/appearance', label: 'Appearance and keys', icon: Palette, needs: 'viewer' },
];

/** The sections of the settings that this person can open. */
export function SettingsSections({ role }: { role: Role }) {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Settings"
      className="flex shrink-0 gap-1 overflow-x-auto border-b p-2 lg:sticky lg:top-0 lg:h-dvh lg:w-56 lg:flex-col lg:border-r lg:border-b-0"
    >
      {sections
        .filter(({ needs }) => mayActAs(role, needs))
        .map(({ href, label, icon: Icon }) => (
          <Link
            key={href}
            href={href}
            aria-current={isIn(pathname, href) ? 'page' : undefined}
            className={clsx(
              'flex h-8 items-center gap-2 rounded-md px-2 whitespace-nowrap',
              isIn(pathname, href) ? 'bg-hover font-medium' : 'text-muted hover:bg-hover hover:text-ink',
            )}
          >
            <Icon size={16} aria-hidden className="shrink-0" />
            {label}
          </Link>
        ))}
    </nav>
  );
}

const isIn = (pathname: string, href: string) => pathname === href || pathname.startsWith(`${href}/`);
