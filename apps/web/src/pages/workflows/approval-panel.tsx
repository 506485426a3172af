import { type WorkflowApproval } from '@kadr/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { useWhyNot } from '../../api/session';
import { keys, takeAnswer } from '../../live/cache';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { TextArea } from '../../ui/field';
import { Chip } from '../../ui/parts';
import { ProblemNote } from '../shell/problem-note';
import { ValueList } from './values';
import { timeFormat } from '../../domain/formats';

/** What a run waits for: a question, what it is about, and the answer. What was typed stays when somebody else was earlier. */
export function ApprovalPanel({ runId, approval }: { readonly runId: string; readonly approval: WorkflowApproval }) {
  const { flow: words, locale } = useMessages();
  const why = useWhyNot('workflows:write');
  const client = useQueryClient();
  const once = useOnce();
  const [comment, setComment] = useState('');
  const decide = useMutation({
    mutationFn: (isApproved: boolean) => {
      const body = comment.trim() === '' ? {} : { comment: comment.trim() };
      const options = { idempotencyKey: once.key() };
      return isApproved
        ? kadr.workflowRuns.runChangesApprove(runId, approval.node, body, options)
        : kadr.workflowRuns.runChangesReject(runId, approval.node, body, options);
    },
    onSuccess: (run) => {
      once.answered();
      takeAnswer(client, keys.run(runId), run);
    },
    onError: (error) => {
      once.answered(error);
      void client.invalidateQueries({ queryKey: keys.run(runId) });
    },
  });
  const deadline =
    approval.deadlineAt && timeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(approval.deadlineAt));
  return (
    <section data-testid={`gate-${approval.node}`} className="grid gap-3 border-b border-line p-3">
      <div>
        <Chip tone="pencil" hasDot>
          {words.runStates.awaiting_approval}
        </Chip>
      </div>
      <div translate="no">
        <h2 className="text-lead font-semibold">{approval.title}</h2>
        {approval.message !== '' && <p className="whitespace-pre-wrap text-ink-2">{approval.message}</p>}
      </div>
      <ValueList values={{ [approval.node]: approval.subject }} title={words.subject} />
      {deadline && <p className="text-small text-ink-2">{words.onDeadline[approval.onDeadline](deadline)}</p>}
      <TextArea label={words.comment} rows={2} maxLength={5_000} value={comment} onChange={(event) => setComment(event.target.value)} />
      <div className="flex flex-wrap gap-2 *:grow">
        <Button
          icon="rotate-ccw"
          data-testid="gate-reject"
          why={why}
          isBusy={decide.isPending && !decide.variables}
          disabled={decide.isPending}
          onClick={() => decide.mutate(false)}
        >
          {words.onReject[approval.onReject]}
        </Button>
        <Button
          kind="primary"
          icon="check"
          data-testid="gate-approve"
          why={why}
          isBusy={decide.isPending && decide.variables}
          disabled={decide.isPending}
          onClick={() => decide.mutate(true)}
        >
          {words.approve}
        </Button>
      </div>
      {decide.isError && <ProblemNote error={decide.error} />}
    </section>
  );
}
