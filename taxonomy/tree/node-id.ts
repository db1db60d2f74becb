import { randomInt } from 'node:crypto';

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A new id for a node: 12 letters and digits (62 bits). Short, because paths consist of ids. */
export const newNodeId = (): string => Array.from({ length: 12 }, () => alphabet[randomInt(36)]).join('');

/** The path of a node: its parent's path (empty for a branch) and its own id. */
export const pathOf = (parentPath: string, id: string): string => `${parentPath}${id}/`;

/**
 * The range of paths of a subtree, including its root: `from <= path < to`. Paths end with `/`, and `0` is the byte
 * after it.
 */
export const subtreeOf = (path: string): { from: string; to: string } => ({ from: path, to: `${path.slice(0, -1)}0` });
