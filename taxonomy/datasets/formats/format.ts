import type { Manifest } from '../contract';
import type { Member } from '../repository';
import type { Phase } from '../vocabulary';

/** A published version, to be read page by page. */
export type VersionSource = {
  manifest: Manifest;
  /** A phase's rows in their order, a few hundred at a time. */
  rows: (phase: Phase) => AsyncGenerator<Member[]>;
  /** The same without their text, for the manifest. */
  keys: (phase: Phase) => AsyncGenerator<Pick<Member, 'ordinal' | 'sampleId' | 'replayOf' | 'contentHash'>[]>;
};

/** A file of an export as a stream of text. `rows` is what it holds, for progress; null for what is no data. */
export type ExportPart = {
  name: string;
  rows: number | null;
  text: () => AsyncGenerator<{ text: string; rows: number }>;
};

/**
 * A way to write a version down. Adding one: a file beside this one, and its line in index.ts. The parts must depend on
 * nothing but the version, so that the same version gives the same bytes every time.
 */
export type Format = { label: string; parts: (source: VersionSource) => ExportPart[] };
