/** The letter of a compared run: A for the first one. */
export const letterOf = (place: number): string => String.fromCodePoint(65 + place);
