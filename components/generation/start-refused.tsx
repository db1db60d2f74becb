import { ApiError } from '../api-client';
import { ButtonLink } from '../ui/button';
import { messageOf, Notice } from '../ui/states';

/** Why a run did not start; when the same work is under way already, a way to it. */
export function StartRefused({ error }: { error: Error }) {
  const detail = error instanceof ApiError ? error.detail : null;
  const twin = typeof detail === 'object' && detail !== null && 'runId' in detail ? String(detail.runId) : null;
  return (
    <Notice
      tone="error"
      title="The run did not start"
      action={twin && <ButtonLink href={`/runs/${twin}`}>Open that run</ButtonLink>}
    >
      {messageOf(error)}
    </Notice>
  );
}
