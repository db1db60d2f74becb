import { FlaskConical } from 'lucide-react';
import { practiceMark } from '@/taxonomy/generation/vocabulary';
import { Badge } from './badge';

/** Marks a page, or one thing on it, as written by the practice teacher. Once per page; rows use PracticeIcon. */
export const PracticeBadge = () => <Badge tone="practice">{practiceMark}</Badge>;

/** The same mark for rows of a list: an icon, with text for screen readers and on hover. */
export const PracticeIcon = () => (
  <span title={practiceMark} className="inline-flex shrink-0 text-practice">
    <FlaskConical size={14} aria-hidden />
    <span className="sr-only">{practiceMark}</span>
  </span>
);
