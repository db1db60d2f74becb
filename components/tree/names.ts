import { childrenOf, type TreeModel } from './model';

const LONGEST = 200;

/** What is wrong with a name at this place, in words, or null. The server has the last word and the same rules. */
export function nameFault(model: TreeModel, parentId: string | null, name: string, ownId?: string): string | null {
  const trimmed = name.trim();
  if (trimmed === '') return 'Write a name first.';
  if (trimmed.length > LONGEST) return `A name has at most ${LONGEST} characters; this one has ${trimmed.length}.`;
  if (/[/\\]/.test(trimmed)) return 'A name cannot hold a slash.';
  if (trimmed === '.' || trimmed === '..') return 'A name cannot be only dots.';
  const lower = trimmed.toLowerCase();
  const clash = childrenOf(model, parentId).find((node) => node.id !== ownId && node.name.toLowerCase() === lower);
  return clash ? `“${clash.name}” is already there. Choose another name.` : null;
}
