/** Stands above the three branches; never stored, never shown. */
export const ROOT = 'root';
