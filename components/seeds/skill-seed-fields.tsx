import type { LeafProblem, SkillSeed } from '@/taxonomy/seeds/contract';
import { remarksOn } from './problems';
import { TextField } from './text-field';

type SkillSeedFieldsProps = {
  seed: SkillSeed;
  hasContext: boolean;
  problems: readonly LeafProblem[];
  isFresh: boolean;
  onChange: (change: (seed: SkillSeed) => SkillSeed) => void;
};

export function SkillSeedFields({ seed, hasContext, problems, isFresh, onChange }: SkillSeedFieldsProps) {
  return (
    <>
      {hasContext && (
        <TextField
          isFresh={isFresh}
          label="Context"
          hint="The text that the question is about. The answer must be based on it."
          rows={4}
          value={seed.context ?? ''}
          onChange={(context) => onChange((now) => ({ ...now, context }))}
          {...remarksOn(problems, 'context')}
        />
      )}
      <TextField
        isFresh={isFresh}
        label="Question"
        rows={2}
        look="sample"
        value={seed.question}
        onChange={(question) => onChange((now) => ({ ...now, question }))}
        {...remarksOn(problems, 'question')}
      />
      <TextField
        isFresh={isFresh}
        label="Answer"
        rows={3}
        look="sample"
        value={seed.answer}
        onChange={(answer) => onChange((now) => ({ ...now, answer }))}
        {...remarksOn(problems, 'answer')}
      />
    </>
  );
}
