import { queryKeyOf } from '../api';

export const TREE = '/api/v1/taxonomies/{taxonomyId}/tree';

/** The query keys of everything that shows names, places or numbers of the tree. */
export const treeKeys = [
  queryKeyOf(TREE),
  queryKeyOf('/api/v1/taxonomies/{taxonomyId}/to-review'),
  queryKeyOf('/api/v1/taxonomies/{taxonomyId}/nodes'),
] as const;
