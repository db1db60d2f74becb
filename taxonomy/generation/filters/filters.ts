import { contamination } from './contamination';
import { exactDuplicates } from './exact-duplicates';
import type { Filter } from './filter';
import { nearDuplicates } from './near-duplicates';

/** All filters, in the order in which rows pass them. To add one, write a file beside this one and add it here. */
export const filters: readonly Filter[] = [exactDuplicates, contamination, nearDuplicates];
