import type { Recipe } from '../contract-recipe';

/** Whether a version holds rows out. */
export const isSplit = ({ splits }: Pick<Recipe, 'splits'>): boolean => splits.validation > 0 || splits.test > 0;
