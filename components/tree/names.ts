import { childrenOf, type TreeModel } from './model';

const LONGEST = 200;

/** What is wrong with a name at this place, or null. The server checks the same rules again. */
export function nameFault(model: TreeModel, parentId: string | null, name: string, ownId?: string): string | null {
  const trimmed = name.trim();
  if (trimmed === '') return 'Enter a name.';
  if (trimmed.length > LONGEST) return `A name has at most ${LONGEST} characters; this one has ${trimmed.length}.`;
  if (/[/\\]/.test(trimmed)) return 'A name cannot contain a slash.';
  if (trimmed === '.' || trimmed === '..') return 'A name cannot be “.” or “..”.';
  const lower = trimmed.toLowerCase();
  const clash = childrenOf(model, parentId).find((node) => node.id !== ownId && node.name.toLowerCase() === lower);
  return clash ? `“${clash.name}” already exists here. Choose another name.` : null;
}
