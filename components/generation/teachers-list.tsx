'use client';

import { ListChecks, MoreHorizontal, Pencil, PlugZap, Trash2 } from 'lucide-react';
import type { Capabilities, Capability } from '@/taxonomy/generation/contract-capabilities';
import type { ServerState } from '@/taxonomy/generation/contract-servers';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { capabilityLabels, capabilityNames } from '@/taxonomy/generation/vocabulary-capabilities';
import { endOfModel, priceText } from '@/taxonomy/generation/vocabulary-prices';
import { Badge } from '../ui/badge';
import { Button, IconButton } from '../ui/button';
import { Menu, MenuItem } from '../ui/menu';
import { PracticeBadge } from '../ui/practice-badge';
import { messageOf } from '../ui/states';
import { When } from '../ui/when';
import { countText } from '../numbers';
import { ServerStates } from './server-states';
import { useTestTeacher } from './teachers-api';

export type TeacherDialogName = 'edit' | 'remove' | 'capabilities';

type TeachersListProps = {
  teachers: readonly Teacher[];
  /** The servers that workers use now. */
  servers: readonly ServerState[];
  onAsk: (dialog: TeacherDialogName, teacher: Teacher) => void;
};

export const TeachersList = ({ teachers, servers, onAsk }: TeachersListProps) => (
  <ul aria-label="Teachers" className="border-t">
    {teachers.map((teacher) => (
      <TeacherLine
        key={teacher.id}
        teacher={teacher}
        servers={servers.filter(({ teacherId }) => teacherId === teacher.id)}
        onAsk={(dialog) => onAsk(dialog, teacher)}
      />
    ))}
  </ul>
);

const keyWords = ({ key, keyEnv }: Teacher) =>
  ({ none: 'no key', stored: 'key stored', environment: `key in ${keyEnv}` })[key];

type TeacherLineProps = {
  teacher: Teacher;
  servers: readonly ServerState[];
  onAsk: (dialog: TeacherDialogName) => void;
};

function TeacherLine({ teacher, servers, onAsk }: TeacherLineProps) {
  const test = useTestTeacher();
  const { name, model, baseUrl, otherUrls, isPractice, slots } = teacher;
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-2 border-b py-3">
      <div className="min-w-0 flex-1 basis-64">
        <h2 className="flex flex-wrap items-center gap-x-2 font-medium">
          {name} {isPractice && <PracticeBadge />}
        </h2>
        <p className="text-muted">
          <span className="break-words">{model}</span>,{' '}
          <span className="break-all">{[baseUrl, ...otherUrls].join(', ')}</span>
        </p>
        <p className="text-sm text-muted">
          {countText(slots, 'parallel request')}
          {otherUrls.length > 0 && ' to each address'} · {keyWords(teacher)}
          {teacher.headerNames.length > 0 && ` · headers ${teacher.headerNames.join(', ')}`}
        </p>
        <p className="text-sm text-muted">{teacher.price ? `Price: ${priceText(teacher.price)}` : 'Price unknown'}</p>
        {teacher.isDeprecated && <p className="text-sm text-warning">{endOfModel}</p>}
        {teacher.adapted.length > 0 && (
          <p className="text-sm text-muted">Adapted to this server: {teacher.adapted.join(' ')}</p>
        )}
        {servers.length > 0 && <ServerStates servers={servers} />}
        {teacher.capabilities && <KnownCapabilities capabilities={teacher.capabilities} />}
      </div>
      <div aria-live="polite" className="min-w-0 flex-1 basis-64">
        <LastTest teacher={teacher} error={test.error} isTesting={test.isPending} />
      </div>
      <div className="flex items-center gap-1">
        <Button size="small" icon={PlugZap} isBusy={test.isPending} onClick={() => test.mutate(teacher.id)}>
          Test
        </Button>
        <Menu align="end" trigger={<IconButton icon={MoreHorizontal} label={`More for ${name}`} size="small" />}>
          <MenuItem icon={ListChecks} onSelect={() => onAsk('capabilities')}>
            What it can do…
          </MenuItem>
          <MenuItem icon={Pencil} onSelect={() => onAsk('edit')}>
            Edit
          </MenuItem>
          <MenuItem icon={Trash2} tone="danger" onSelect={() => onAsk('remove')}>
            Remove
          </MenuItem>
        </Menu>
      </div>
    </li>
  );
}

const answerWords: Record<Capability['answer'], string> = { yes: 'Has', no: 'Lacks', unknown: 'Unknown' };

function KnownCapabilities({ capabilities: { answers, probedAt } }: { capabilities: Capabilities }) {
  const groups = (['yes', 'no', 'unknown'] as const).map((answer) => {
    const found = capabilityNames.filter((name) => answers[name].answer === answer);
    return found.length === 0
      ? ''
      : `${answerWords[answer]}: ${found.map((name) => capabilityLabels[name]).join(', ')}.`;
  });
  return (
    <p className="text-sm text-muted">
      {groups.filter(Boolean).join(' ')} Checked <When iso={probedAt} />.
    </p>
  );
}

type LastTestProps = { teacher: Teacher; error: Error | null; isTesting: boolean };

function LastTest({ teacher: { lastTest }, error, isTesting }: LastTestProps) {
  if (isTesting) return <p className="text-muted">Testing…</p>;
  if (error) return <Outcome isGood={false} text={messageOf(error)} />;
  if (!lastTest) return <p className="text-muted">Not tested yet</p>;
  return <Outcome isGood={lastTest.ok} text={lastTest.message} />;
}

const Outcome = ({ isGood, text }: { isGood: boolean; text: string }) => (
  <div className="flex flex-col items-start gap-1">
    <Badge tone={isGood ? 'approved' : 'rejected'}>{isGood ? 'Works' : 'Test failed'}</Badge>
    <p className="text-sm break-words text-muted">{text}</p>
  </div>
);
