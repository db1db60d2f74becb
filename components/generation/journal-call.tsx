'use client';

import type { JournalEntry } from '@/taxonomy/generation/contract-origin';
import { durationText, numberText } from '../numbers';
import { When } from '../ui/when';
import { RawText } from './raw-text';

/** One call of the journal: collapsed to a line, or expanded with everything that was sent and received. */
export function JournalCall({ call }: { call: JournalEntry }) {
  return (
    <details className="rounded-md border">
      <summary className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-2 hover:bg-hover">
        <span className="font-medium">{call.stepLabel}</span>
        <span className="text-sm text-muted">
          prompt {call.prompt}{' '}
          {call.own ? (
            <>
              (own text of the {call.own.of}, version {call.own.number}, by {call.own.by}, <When iso={call.own.at} />)
            </>
          ) : (
            `v${call.promptVersion}`
          )}{' '}
          · {call.model} · {numberText(call.promptTokens)} + {numberText(call.completionTokens)} tokens ·{' '}
          {durationText(call.latencyMs / 1000)}
        </span>
      </summary>
      <div className="flex flex-col gap-3 border-t p-3">
        {call.messages.map((message, i) => (
          <div key={`${message.role}-${i}`}>
            <h4 className="mb-1 text-sm font-medium text-muted">
              {message.role === 'system' ? 'System prompt' : 'Prompt'}
            </h4>
            <RawText label={`${call.stepLabel}: ${message.role} message`} text={message.content} />
          </div>
        ))}
        <div>
          <h4 className="mb-1 text-sm font-medium text-muted">
            Raw reply{call.finishReason === 'length' && ', cut off at its length limit'}
            {call.finishReason === 'thinking' && ', all tokens used for thinking'}
          </h4>
          <RawText label={`${call.stepLabel}: raw reply`} text={call.response} />
        </div>
        {call.thought !== '' && (
          <div>
            <h4 className="mb-1 text-sm font-medium text-muted">Thinking, not part of the answer</h4>
            <RawText label={`${call.stepLabel}: thinking`} text={call.thought} />
          </div>
        )}
        <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
          {Object.entries(call.parameters).map(([name, value]) => (
            <div key={name} className="flex gap-1">
              <dt className="text-muted">{name}</dt>
              <dd className="font-medium">{String(value)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </details>
  );
}
