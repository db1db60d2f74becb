import { clsx } from 'clsx';
import { flowing } from '@/components/flowing';
import { Markdown } from '@/components/ui/markdown';
import { RawText } from './raw-text';

type SampleTextProps = {
  text: string;
  /** Exactly as it is stored: no markdown, and invisible characters have names. */
  isRaw: boolean;
  className?: string;
};

/** A part of a sample for reading: as markdown in which no character is lost, or raw. */
export const SampleText = ({ text, isRaw, className }: SampleTextProps) =>
  isRaw ? (
    <RawText text={text} className={className} />
  ) : (
    <Markdown isExact text={flowing(text)} className={clsx('whole-lines', className)} />
  );
