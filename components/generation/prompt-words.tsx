import type { PromptInForce } from '@/taxonomy/generation/contract-prompts';
import { When } from '../ui/when';

/** `write-grounded-pairs` → Write grounded pairs. */
export function promptTitle(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The address of the prompts, or of one, for the taxonomy or a leaf. */
export const promptHref = (leaf: string | null, name = ''): string =>
  `/settings/prompts${name && `/${name}`}${leaf === null ? '' : `?leaf=${leaf}`}`;

/** Whose text it is: `Built-in, version 3`, or `Own text of the leaf, version 2`. */
export const sourceText = ({ source, number }: PromptInForce, builtInVersion: number): string =>
  source === 'built_in' ? `Built-in, version ${builtInVersion}` : `Own text of the ${source}, version ${number}`;

/** Who saved it and when; nothing for a built-in text. */
export const SavedBy = ({ by, at }: Pick<PromptInForce, 'by' | 'at'>) =>
  by !== null &&
  at !== null && (
    <>
      {by}, <When iso={at} />
    </>
  );
