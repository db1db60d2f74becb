import { Plus, Trash2 } from 'lucide-react';
import type { KnowledgeSeed, LeafProblem, QuestionAndAnswer } from '@/taxonomy/seeds/contract';
import { useUndo } from '../ui/undo';
import { Button, IconButton } from '../ui/button';
import { remarksOn } from './problems';
import { TextField } from './text-field';

type KnowledgeSeedFieldsProps = {
  seed: KnowledgeSeed;
  problems: readonly LeafProblem[];
  isFresh: boolean;
  onChange: (change: (seed: KnowledgeSeed) => KnowledgeSeed) => void;
};

/** A passage of a document, and questions that it answers. */
export function KnowledgeSeedFields({ seed, problems, isFresh, onChange }: KnowledgeSeedFieldsProps) {
  const undo = useUndo();
  const pairs = seed.questionsAndAnswers;
  const change = (next: (pairs: QuestionAndAnswer[]) => QuestionAndAnswer[]) =>
    onChange((now) => ({ ...now, questionsAndAnswers: next(now.questionsAndAnswers) }));
  const remove = (place: number, pair: QuestionAndAnswer) => {
    change((now) => now.toSpliced(place, 1));
    undo.push({
      label: `Deleted pair ${place + 1}`,
      undo: () => change((now) => now.toSpliced(place, 0, pair)),
      redo: () => change((now) => (now[place] === pair ? now.toSpliced(place, 1) : now)),
    });
  };
  return (
    <>
      <TextField
        isFresh={isFresh}
        label="Context"
        hint="A passage of the document, at most 500 words."
        rows={5}
        value={seed.context}
        onChange={(context) => onChange((now) => ({ ...now, context }))}
        {...remarksOn(problems, 'context')}
      />
      {pairs.map((pair, i) => (
        // Pairs have no ids, so the index is the key.
        <fieldset key={i} className="flex flex-col gap-3 border-l-2 pl-3">
          <legend className="float-left flex w-full items-center justify-between text-sm font-medium text-muted">
            Pair {i + 1}
            <IconButton icon={Trash2} size="small" label={`Delete pair ${i + 1}`} onClick={() => remove(i, pair)} />
          </legend>
          <TextField
            isFresh={isFresh}
            label={`Question ${i + 1}`}
            rows={2}
            look="sample"
            value={pair.question}
            onChange={(question) => change((now) => now.with(i, { ...pair, question }))}
            {...remarksOn(problems, `questionsAndAnswers.${i}.question`)}
          />
          <TextField
            isFresh={isFresh}
            label={`Answer ${i + 1}`}
            rows={2}
            look="sample"
            value={pair.answer}
            onChange={(answer) => change((now) => now.with(i, { ...pair, answer }))}
            {...remarksOn(problems, `questionsAndAnswers.${i}.answer`)}
          />
        </fieldset>
      ))}
      <Button
        icon={Plus}
        className="self-start"
        onClick={() => change((now) => [...now, { question: '', answer: '' }])}
      >
        Add a question
      </Button>
    </>
  );
}
