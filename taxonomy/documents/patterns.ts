import { DomainError } from '../errors';

/**
 * Finds the paths in a repository that match a leaf's patterns, with the rules of InstructLab (Python's recursive
 * glob): relative to the root; `*` and `?` match within a folder and skip names that start with a dot; `[abc]` and
 * `[!abc]`; `**` between slashes is any number of folders. Case matters; composed and decomposed accents (NFC and NFD)
 * are equal. Uses no regular expressions, because patterns are untrusted: the time is bounded by pattern length times
 * path length.
 *
 * @throws DomainError `invalid` for a pattern that points outside the repository.
 */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.map((pattern) => partsOf(pattern));
  return (path) => {
    const names = path.normalize().split('/');
    return compiled.some((parts) => matchesFrom(parts, names));
  };
}

function partsOf(pattern: string): string[] {
  const parts = pattern.normalize().trim().replace(/^\.\//, '').split('/');
  if (pattern.trim() === '' || pattern.startsWith('/') || parts.includes('..')) {
    throw new DomainError(
      'invalid',
      `The pattern “${pattern.slice(0, 100)}” points outside the repository. Write it relative to the root, such as docs/*.md.`,
    );
  }
  return parts;
}

/** Tracks which rests of the pattern can still match, folder by folder: at most one per part of the pattern. */
function matchesFrom(parts: string[], names: string[]): boolean {
  let open = withSkips(parts, new Set([0]));
  for (const name of names) {
    const next = new Set<number>();
    for (const at of open) {
      const part = parts[at];
      if (part === '**' && !name.startsWith('.')) next.add(at);
      if (part !== undefined && part !== '**' && matchesName(part, name)) next.add(at + 1);
    }
    open = withSkips(parts, next);
  }
  return open.has(parts.length);
}

/** `**` also matches no folder. */
function withSkips(parts: string[], places: Set<number>): Set<number> {
  for (const at of places) if (parts[at] === '**') places.add(at + 1);
  return places;
}

/**
 * Matches one name against one part. Only the last star is extended, so there is at most one step back per character.
 */
function matchesName(part: string, name: string): boolean {
  if (name.startsWith('.') && !part.startsWith('.')) return false;
  const marks = marksOf(part);
  const letters = Array.from(name);
  let mark = 0;
  let star = -1;
  let starAt = 0;
  for (let at = 0; at < letters.length;) {
    const test = marks[mark];
    if (test === '*') {
      star = mark;
      starAt = at;
      mark += 1;
    } else if (test?.(letters[at] ?? '')) {
      mark += 1;
      at += 1;
    } else if (star >= 0) {
      starAt += 1;
      at = starAt;
      mark = star + 1;
    } else return false;
  }
  while (marks[mark] === '*') mark += 1;
  return mark === marks.length;
}

type Mark = '*' | ((letter: string) => boolean);

function marksOf(part: string): Mark[] {
  const marks: Mark[] = [];
  const letters = Array.from(part);
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] ?? '';
    const close = letter === '[' ? letters.indexOf(']', letters[at + 1] === '!' ? at + 3 : at + 2) : -1;
    if (letter === '*') marks.push('*');
    else if (letter === '?') marks.push(() => true);
    else if (close > 0) {
      marks.push(oneOf(letters.slice(at + 1, close)));
      at = close;
    } else marks.push((each) => each === letter);
  }
  return marks;
}

/** The content of brackets: letters and ranges such as a-z, negated by a leading `!`. */
function oneOf(letters: string[]): (letter: string) => boolean {
  const isNot = letters[0] === '!';
  const set = isNot ? letters.slice(1) : letters;
  return (letter) => {
    let found = false;
    for (let at = 0; at < set.length; at += 1) {
      const from = set[at] ?? '';
      const isRange = set[at + 1] === '-' && at + 2 < set.length;
      const to = isRange ? (set[at + 2] ?? '') : from;
      if (isRange) at += 2;
      if (letter >= from && letter <= to) found = true;
    }
    return found !== isNot;
  };
}
