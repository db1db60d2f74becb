import { ChartLine, Database, FileText, ListChecks, Network, Play, Settings, type LucideIcon } from 'lucide-react';
import type { KeyId } from '../keymap';

export type Place = { href: string; label: string; icon: LucideIcon; key: KeyId; counts?: 'pending' | 'running' };

/** The main pages, in the order of the work. */
export const places: readonly Place[] = [
  { href: '/taxonomy', label: 'Taxonomy', icon: Network, key: 'go.taxonomy' },
  { href: '/documents', label: 'Documents', icon: FileText, key: 'go.documents' },
  { href: '/runs', label: 'Runs', icon: Play, key: 'go.runs', counts: 'running' },
  { href: '/review', label: 'Review', icon: ListChecks, key: 'go.review', counts: 'pending' },
  { href: '/datasets', label: 'Datasets', icon: Database, key: 'go.datasets' },
  { href: '/training', label: 'Training', icon: ChartLine, key: 'go.training' },
];

export const settingsPlace: Place = { href: '/settings', label: 'Settings', icon: Settings, key: 'go.settings' };

/** Samples are opened from Review, so their pages count as part of it. */
export function isAt(pathname: string, href: string): boolean {
  const isBelow = (root: string) => pathname === root || pathname.startsWith(`${root}/`);
  return isBelow(href) || (href === '/review' && isBelow('/samples'));
}
