import { exactDuplicates } from './exact-duplicates';
import type { Filter } from './filter';

/** Every filter, in the order in which rows go through them. Adding one: a file beside this one, and its line here. */
export const filters: readonly Filter[] = [exactDuplicates];
