/** The parent of the three branches; never stored, never shown. */
export const ROOT = 'root';
