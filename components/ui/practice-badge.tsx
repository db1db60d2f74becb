import { practiceMark } from '@/taxonomy/generation/vocabulary';
import { Badge } from './badge';

/** Stands beside everything that the practice teacher wrote. */
export const PracticeBadge = () => <Badge tone="practice">{practiceMark}</Badge>;
