'use client';

import { useEffect, useState } from 'react';
import type { Capability } from '@/taxonomy/generation/contract-capabilities';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import {
  capabilityLabels,
  capabilityNames,
  probeCost,
  probeLimits,
} from '@/taxonomy/generation/vocabulary-capabilities';
import { moneyText } from '@/taxonomy/generation/vocabulary-money';
import { countText } from '../numbers';
import { Badge, type Tone } from '../ui/badge';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { messageOf, Notice } from '../ui/states';
import { When } from '../ui/when';
import { useProbeTeacher } from './probe-api';

const looks: Record<Capability['answer'], { tone: Tone; word: string }> = {
  yes: { tone: 'approved', word: 'Yes' },
  no: { tone: 'rejected', word: 'No' },
  unknown: { tone: 'pending', word: 'Unknown' },
};

/** What a teacher's server can do, and the way to find out. It says what that costs first. */
export function CapabilitiesDialog({ teacher, onClose }: { teacher: Teacher; onClose: () => void }) {
  const probe = useProbeTeacher();
  const [running, setRunning] = useState<AbortController | null>(null);
  const [isStopped, setStopped] = useState(false);
  useEffect(() => () => running?.abort(), [running]);
  const start = () => {
    const controller = new AbortController();
    setRunning(controller);
    setStopped(false);
    probe.mutate({ teacherId: teacher.id, signal: controller.signal });
  };
  const stop = () => {
    setStopped(true);
    running?.abort();
  };
  const { capabilities } = teacher;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="medium"
      title={`What ${teacher.name} can do`}
      footer={
        <>
          {probe.isPending && <Button onClick={stop}>Stop</Button>}
          <Button variant="primary" isBusy={probe.isPending} onClick={start}>
            {capabilities ? 'Check again' : 'Check'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-muted">
          A check makes {probeLimits.calls} short calls of at most {probeLimits.answerTokens} tokens each, and more if
          the model thinks first. {costWords(teacher)}
        </p>
        <div aria-live="polite">
          {probe.error && !isStopped && (
            <Notice tone="error" title="Not checked">
              {messageOf(probe.error)}
            </Notice>
          )}
          {isStopped && <Notice>Stopped. The last result is kept.</Notice>}
          {capabilities && !probe.isPending && (
            <p className="text-sm text-muted">
              Checked <When iso={capabilities.probedAt} /> with {countText(capabilities.calls, 'call')}.
            </p>
          )}
        </div>
        {capabilities && (
          <ul className="border-t">
            {capabilityNames.map((name) => {
              const { answer, detail } = capabilities.answers[name];
              const { tone, word } = looks[answer];
              return (
                <li key={name} className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b py-2">
                  <span className="w-56 max-w-full shrink-0">{capabilityLabels[name]}</span>
                  <Badge tone={tone}>{word}</Badge>
                  <span className="min-w-0 flex-1 basis-56 text-sm break-words text-muted">{detail}</span>
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

function costWords({ price }: Teacher): string {
  if (!price) return 'The price of its calls is unknown.';
  const cost = probeCost(price);
  return cost === 0 ? 'Its calls cost nothing.' : `At its prices, that is about ${moneyText(cost)}.`;
}
