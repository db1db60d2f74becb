import { glossary } from '../glossary';
import type { GlossaryWord } from '../terms';

export const Meaning = ({ word }: { word: GlossaryWord }) => glossary[word];
