import { type WebhookEndpoint } from '@kadr/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayProblem } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Chip } from '../../ui/parts';
import { Panel } from '../../ui/page';
import { sayToast } from '../../ui/toast';
import { Deliveries } from './deliveries';
import { SecretDialog } from './secret-dialog';
import { deliveriesKey, ENDPOINTS } from './webhooks.queries';

/** One address: whether it hears, what can be done, what it was sent. */
export function EndpointPanel({ endpoint: { id, url, status, isEnabled, pending } }: { readonly endpoint: WebhookEndpoint }) {
  const messages = useMessages();
  const { webhooks: words, app } = messages;
  const client = useQueryClient();
  const why = useWhyNot('admin');
  const once = useOnce();
  const [secret, setSecret] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const onError = (error: unknown) => {
    once.answered(error);
    sayToast(sayProblem(error, messages).text, { isError: true });
  };
  const refresh = () => {
    once.answered();
    void client.invalidateQueries({ queryKey: ENDPOINTS });
    void client.invalidateQueries({ queryKey: deliveriesKey(id) });
  };
  const test = useMutation({
    mutationFn: () => kadr.webhooks.test(id, {}, { idempotencyKey: once.key() }),
    onSuccess: () => {
      refresh();
      sayToast(words.tested);
    },
    onError,
  });
  const rotate = useMutation({
    mutationFn: () => kadr.webhooks.rotateSecret(id, {}, { idempotencyKey: once.key() }),
    onSuccess: (made) => {
      refresh();
      setSecret(made.secret);
    },
    onError,
  });
  const turn = useMutation({ mutationFn: () => kadr.webhooks.update(id, { isEnabled: !isEnabled }), onSuccess: refresh, onError });
  const remove = useMutation({ mutationFn: () => kadr.webhooks.delete(id), onSuccess: refresh, onError });
  return (
    <Panel title={url}>
      <div className="flex flex-wrap items-center gap-2">
        <Chip tone={isEnabled ? 'done' : 'plain'}>{words.states[status]}</Chip>
        {pending > 0 && <span className="code text-ink-2">{words.waiting(pending)}</span>}
        <span className="ml-auto flex flex-wrap gap-2">
          <Button why={why} isBusy={test.isPending} onClick={() => test.mutate()}>
            {words.test}
          </Button>
          <Button icon="key-round" why={why} isBusy={rotate.isPending} onClick={() => rotate.mutate()}>
            {words.rotate}
          </Button>
          <Button why={why} isBusy={turn.isPending} onClick={() => turn.mutate()}>
            {isEnabled ? words.disable : words.enable}
          </Button>
          <Button icon="trash-2" why={why} onClick={() => setAsking(true)}>
            {words.remove}
          </Button>
        </span>
      </div>
      <Deliveries endpointId={id} />
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={words.removeTitle}
        closeLabel={app.close}
        footer={
          <Button kind="primary" className="ml-auto" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            {words.remove}
          </Button>
        }
      >
        <p className="text-ink-2">{words.removeText}</p>
      </Dialog>
    </Panel>
  );
}
