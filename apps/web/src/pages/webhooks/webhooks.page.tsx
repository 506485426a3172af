import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { faultsOf } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { useSpoken } from '../../messages';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { Empty, Outline } from '../../ui/parts';
import { Page, Panel } from '../../ui/page';
import { ProblemNote } from '../shell/problem-note';
import { EndpointPanel } from './endpoint-panel';
import { SecretDialog } from './secret-dialog';
import { ENDPOINTS } from './webhooks.queries';

export function WebhooksPage() {
  const { webhooks: words } = useSpoken().messages;
  const endpoints = useQuery({
    queryKey: ENDPOINTS,
    queryFn: ({ signal }) => Array.fromAsync(kadr.webhooks.list({}, { signal })),
    staleTime: 0,
  });
  return (
    <Page testId="webhooks-page" title={words.title}>
      <NewEndpoint />
      {endpoints.isError && <ProblemNote error={endpoints.error} onRetry={() => void endpoints.refetch()} />}
      {endpoints.isPending && <Outline className="h-40" />}
      {endpoints.data?.length === 0 && <Empty icon="webhook">{words.empty}</Empty>}
      {endpoints.data?.map((endpoint) => (
        <EndpointPanel key={endpoint.id} endpoint={endpoint} />
      ))}
    </Page>
  );
}

function NewEndpoint() {
  const { messages, language } = useSpoken();
  const { webhooks: words, create } = messages;
  const client = useQueryClient();
  const why = useWhyNot('admin');
  const once = useOnce();
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: () => kadr.webhooks.create({ url: url.trim() }, { idempotencyKey: once.key() }),
    onSuccess: (made) => {
      once.answered();
      setUrl('');
      setSecret(made.secret);
      void client.invalidateQueries({ queryKey: ENDPOINTS });
    },
    onError: (error) => once.answered(error),
  });
  const faults = faultsOf(add.error).map(({ message }) => (language === 'en' ? message : create.otherValue));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!add.isPending) add.mutate();
  };
  return (
    <Panel title={words.address}>
      <form onSubmit={submit} className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={words.address}
            isLabelHidden
            type="url"
            required
            placeholder="https://"
            value={url}
            faults={faults}
            onChange={(event) => setUrl(event.target.value)}
          />
        </div>
        <Button type="submit" icon="plus" why={why} isBusy={add.isPending} disabled={url.trim() === ''}>
          {words.add}
        </Button>
      </form>
      {add.isError && faults.length === 0 && <ProblemNote error={add.error} />}
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </Panel>
  );
}
