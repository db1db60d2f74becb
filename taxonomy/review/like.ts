/** A text for a LIKE pattern: Prisma does not escape its wildcards, % and _. */
export const escapedForLike = (text: string): string => text.replaceAll(/[\\%_]/g, String.raw`\$&`);
