import { Recipe } from './contract';
import { defaultRecipe } from './vocabulary';

/** What was asked for, with the defaults where nothing was said. */
export const wholeRecipe = (asked: Partial<Recipe>): Recipe => Recipe.parse({ ...defaultRecipe, ...asked });
