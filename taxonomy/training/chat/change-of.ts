/** How a text became another: what takes the place of everything from character `at` on. */
export function changeOf(before: string, after: string): { at: number; text: string } {
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before.charCodeAt(at) === after.charCodeAt(at)) at += 1;
  return { at, text: after.slice(at) };
}
