import { later } from '../ui/later';
import { TreeSkeleton } from './tree-skeleton';

/** The tree beside a page that does not come with its nodes: its code is loaded after the page, too. */
export const LaterTree = later(() => import('./taxonomy-tree').then((module) => module.TaxonomyTree), TreeSkeleton);
