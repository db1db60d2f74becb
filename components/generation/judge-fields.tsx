import { useQuery } from '@tanstack/react-query';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { teacherList } from './api';
import type { Settings } from './settings';

type JudgeFieldsProps = {
  settings: Pick<Settings, 'judgeTeacherId' | 'judgeVotes'>;
  onChange: (part: Partial<Settings>) => void;
};

/** Who judges the rows of the run, and how often each judge is asked. */
export function JudgeFields({ settings: { judgeTeacherId, judgeVotes }, onChange }: JudgeFieldsProps) {
  const { data: teachers } = useQuery(teacherList);
  return (
    <fieldset className="mt-4">
      <legend className="mb-2 font-medium">Judge</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Judged by" hint="Another model than the writer is less fond of its own text.">
          <Select
            value={judgeTeacherId ?? ''}
            onChange={(event) => onChange({ judgeTeacherId: event.target.value || null })}
          >
            <option value="">The same teacher</option>
            {teachers?.items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          label="Votes"
          hint="With three, two are asked, and the third only when they disagree. Two that agree decide."
        >
          <Select
            value={String(judgeVotes)}
            onChange={(event) => onChange({ judgeVotes: event.target.value === '3' ? 3 : 1 })}
          >
            <option value="1">Ask once</option>
            <option value="3">Majority of three</option>
          </Select>
        </Field>
      </div>
    </fieldset>
  );
}
