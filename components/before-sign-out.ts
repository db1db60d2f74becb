/** Tries a last time to save, and says how many changes are still only on this device. */
type Unsaved = () => Promise<number>;

const asked = new Set<Unsaved>();

/** Has a part of the page asked before its person signs out. */
export const beforeSignOut = (unsaved: Unsaved): void => void asked.add(unsaved);

/** How many changes would be left on this device. */
export async function countUnsaved(): Promise<number> {
  const counts = await Promise.all([...asked].map((unsaved) => unsaved()));
  return counts.reduce((sum, count) => sum + count, 0);
}
