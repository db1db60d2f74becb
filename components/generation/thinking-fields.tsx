import { limits, reasoningEfforts } from '@/taxonomy/generation/vocabulary';
import { Field } from '../ui/field';
import { Input, Select } from '../ui/input';
import { Checkbox } from '../ui/choice';
import type { TeacherForm } from './teacher-form';

type ThinkingFieldsProps = { form: TeacherForm; onChange: (changed: Partial<TeacherForm>) => void };

/** How much a model thinks before it answers, and how its judgements are asked for. */
export const ThinkingFields = ({ form, onChange }: ThinkingFieldsProps) => (
  <>
    <div className="grid grid-cols-2 gap-4">
      <Field label="Reasoning effort" hint="For models that think before they answer">
        <Select value={form.reasoningEffort} onChange={(event) => onChange({ reasoningEffort: event.target.value })}>
          <option value="">Default</option>
          {reasoningEfforts.map((effort) => (
            <option key={effort} value={effort}>
              {effort}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Thinking tokens" hint="Added to those of the answer. Empty: learned from its answers">
        <Input
          type="number"
          min={0}
          max={limits.thinkingTokens}
          value={form.thinkingTokens}
          onChange={(event) => onChange({ thinkingTokens: event.target.value })}
        />
      </Field>
    </div>
    <Checkbox
      label="Judges answer in JSON, if a check found that the server can"
      hint="Their grades can always be read then. Runs that are in progress stay as they are."
      checked={form.structuredOutput}
      onChange={(structuredOutput) => onChange({ structuredOutput })}
    />
  </>
);
