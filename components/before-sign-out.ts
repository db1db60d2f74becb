/** Tries once more to save; resolves with the number of changes that are still only on this device. */
type Unsaved = () => Promise<number>;

const asked = new Set<Unsaved>();

/** Registers a check that runs before signing out. */
export const beforeSignOut = (unsaved: Unsaved): void => void asked.add(unsaved);

/** How many changes would stay on this device. */
export async function countUnsaved(): Promise<number> {
  const counts = await Promise.all([...asked].map((unsaved) => unsaved()));
  return counts.reduce((sum, count) => sum + count, 0);
}
