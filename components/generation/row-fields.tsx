import { flowing } from '../flowing';

const names: Record<string, string> = {
  context: 'Context',
  document: 'Passage',
  question: 'Question',
  answer: 'Answer',
};

/** The texts of a row, each under its name; long ones are cut on sight and whole when opened elsewhere. */
export function RowFields({ row }: { row: Record<string, unknown> }) {
  const texts = Object.entries(row).flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [{ name: names[name] ?? name, value }] : [],
  );
  return (
    <dl className="flex flex-col gap-2">
      {texts.map(({ name, value }) => (
        <div key={name}>
          <dt className="text-sm text-muted">{name}</dt>
          <dd className="line-clamp-6 max-w-[68ch] break-words whitespace-pre-wrap">{flowing(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
