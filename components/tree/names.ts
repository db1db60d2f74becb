import { nodeNameFault, tidyName } from '@/taxonomy/tree/vocabulary';
import { childrenOf, type TreeModel } from './model';

/** What is wrong with a name at this place, or null. The server checks the same rule again. */
export function nameFault(model: TreeModel, parentId: string | null, name: string, ownId?: string): string | null {
  const tidy = tidyName(name);
  const fault = nodeNameFault(tidy);
  if (fault !== null) return fault;
  const lower = tidy.toLowerCase();
  const clash = childrenOf(model, parentId).find((node) => node.id !== ownId && node.name.toLowerCase() === lower);
  return clash ? `“${clash.name}” already exists here. Choose another name.` : null;
}
