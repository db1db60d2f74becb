import { clsx } from 'clsx';
import { flowing } from '@/components/flowing';
import { Markdown } from '@/components/ui/markdown';
import { RawText } from './raw-text';

type SampleTextProps = {
  text: string;
  /** Exactly as stored: no markdown, invisible characters shown by name. */
  isRaw: boolean;
  className?: string;
};

/** A part of a sample: as markdown that loses no character, or raw. */
export const SampleText = ({ text, isRaw, className }: SampleTextProps) =>
  isRaw ? (
    <RawText text={text} className={className} />
  ) : (
    <Markdown isExact text={flowing(text)} className={clsx('whole-lines', className)} />
  );
