import { TextDiff } from '../ui/text-diff';
import { Badge } from '../ui/badge';
import type { LeafDiff, UnitChange } from './leaf-diff';

const tones = { added: 'approved', removed: 'rejected', changed: 'pending' } as const;

/** What changed between two versions of a leaf, by field, seed and word. */
export function ChangeList({ diff }: { diff: LeafDiff }) {
  if (diff.changes.length === 0 && !diff.isReordered) return <p className="text-muted">There are no differences.</p>;
  return (
    <ul className="flex flex-col gap-4">
      {diff.isReordered && <li className="text-muted">The seeds are in another order.</li>}
      {diff.changes.map((change) => (
        <li key={change.key} className="flex flex-col gap-2 rounded-lg border p-3">
          <h3 className="flex items-center gap-2 font-medium">
            {change.label}
            <Badge tone={tones[change.change]}>{change.change}</Badge>
          </h3>
          <Parts change={change} />
        </li>
      ))}
    </ul>
  );
}

const Parts = ({ change }: { change: UnitChange }) =>
  change.parts.map((part) => (
    <div key={part.label}>
      {part.label !== change.label && <p className="text-sm text-muted">{part.label}</p>}
      <TextDiff before={part.before} after={part.after} />
    </div>
  ));
