import { Recipe } from './contract-recipe';
import { defaultRecipe } from './vocabulary';

/** A recipe with defaults for omitted settings. */
export const wholeRecipe = (asked: Partial<Recipe>): Recipe => Recipe.parse({ ...defaultRecipe, ...asked });
