import { flowing } from '../flowing';

/** Known fields, in reading order. */
const names: Record<string, string> = {
  context: 'Context',
  document: 'Passage',
  question: 'Question',
  answer: 'Answer',
};

/** The texts of a row, each under its name; long ones are cut here and shown in full elsewhere. */
export function RowFields({ row }: { row: Record<string, unknown> }) {
  // The database does not keep the order of keys.
  const known = Object.keys(names);
  const keys = [...known, ...Object.keys(row).filter((key) => !known.includes(key))];
  const texts = keys.flatMap((key) => {
    const value = row[key];
    return typeof value === 'string' && value.trim() !== '' ? [{ name: names[key] ?? key, value }] : [];
  });
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
