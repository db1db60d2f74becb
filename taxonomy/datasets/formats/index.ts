import type { Format } from './format';
import { messages } from './messages';

/** All export formats. To add one, write a file beside this one and add it here. */
export const formats = { messages } as const satisfies Record<string, Format>;
export type FormatName = keyof typeof formats;

export const isFormat = (name: string): name is FormatName => Object.hasOwn(formats, name);

/** For screens and the command line. */
export const formatList = Object.entries(formats).map(([name, { label }]) => ({ name, label }));
