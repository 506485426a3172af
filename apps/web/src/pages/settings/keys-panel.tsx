import { type ApiKey, type CreateApiKeyRequest } from '@kadr/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayProblem } from '../../api/problem';
import { sessionQuery } from '../../api/session';
import { useMessages } from '../../messages';
import { Button, IconButton } from '../../ui/button';
import { copyText } from '../../ui/copy';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { Panel } from '../../ui/page';
import { sayToast } from '../../ui/toast';
import { ProblemNote } from '../shell/problem-note';
import { timeFormat } from '../../domain/formats';

const KEYS = ['api-keys'];
const SCOPES = ['videos:read', 'videos:write', 'workflows:read', 'workflows:write', 'billing:read', 'admin'] as const;

export function KeysPanel() {
  const { settings: words } = useMessages();
  const keys = useQuery({ queryKey: KEYS, queryFn: ({ signal }) => Array.fromAsync(kadr.apiKeys.list({}, { signal })), staleTime: 0 });
  return (
    <div data-testid="keys-page" className="grid grid-cols-1">
      <Panel title={words.keys} note={words.keysNote}>
        {keys.isError && <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />}
        <ul>
          {keys.data?.map((key) => (
            <KeyRow key={key.id} apiKey={key} />
          ))}
        </ul>
        <NewKey />
      </Panel>
    </div>
  );
}

function KeyRow({ apiKey: { id, name, prefix, scopes, lastUsedAt } }: { readonly apiKey: ApiKey }) {
  const messages = useMessages();
  const { settings: words, app, locale } = messages;
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => kadr.apiKeys.revoke(id),
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS }),
    onError: (error) => {
      setAsking(false);
      sayToast(sayProblem(error, messages).text, { isError: true });
    },
  });
  const used =
    lastUsedAt === null
      ? words.neverUsed
      : words.lastUsed(timeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(lastUsedAt)));
  return (
    <li className="flex items-center gap-2 border-t border-line py-1.5">
      <span className="min-w-0 flex-1">
        <span className="block truncate">
          {name} <span className="code text-ink-2">{prefix}…</span>
        </span>
        <span className="block truncate text-small text-ink-2">
          <span className="code">{scopes.join(' ')}</span> · {used}
        </span>
      </span>
      <IconButton icon="trash-2" label={words.revoke(name)} onClick={() => setAsking(true)} />
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={words.revokeTitle}
        closeLabel={app.close}
        footer={
          <Button kind="primary" className="ml-auto" isBusy={revoke.isPending} onClick={() => revoke.mutate()}>
            {words.revokeIt}
          </Button>
        }
      >
        <p className="text-ink-2">{words.revokeText}</p>
      </Dialog>
    </li>
  );
}

function NewKey() {
  const { settings: words, app } = useMessages();
  const { data: session } = useQuery(sessionQuery);
  const client = useQueryClient();
  const once = useOnce();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly (typeof SCOPES)[number][]>(['videos:read', 'videos:write']);
  const make = useMutation({
    mutationFn: () =>
      kadr.apiKeys.create({ name: name.trim(), scopes: [...scopes] as CreateApiKeyRequest['scopes'] }, { idempotencyKey: once.key() }),
    onSuccess: () => {
      once.answered();
      setName('');
      void client.invalidateQueries({ queryKey: KEYS });
    },
    onError: (error) => once.answered(error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!make.isPending) make.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-3 border-t border-line pt-3">
      <TextField label={words.keyName} value={name} required maxLength={100} onChange={(event) => setName(event.target.value)} />
      <fieldset className="flex flex-wrap gap-3">
        <legend className="mb-1 text-small text-ink-2">{words.scopes}</legend>
        {SCOPES.map((scope) => (
          <label key={scope} className="code flex min-h-[24px] items-center gap-1.5">
            <input
              type="checkbox"
              className="size-4 accent-pencil"
              disabled={!session?.scopes.includes(scope)}
              checked={scopes.includes(scope)}
              onChange={(event) => setScopes(SCOPES.filter((one) => (one === scope ? event.target.checked : scopes.includes(one))))}
            />
            {scope}
          </label>
        ))}
      </fieldset>
      <div>
        <Button type="submit" icon="key-round" isBusy={make.isPending} disabled={name.trim() === '' || scopes.length === 0}>
          {words.makeKey}
        </Button>
      </div>
      {make.isError && <ProblemNote error={make.error} />}
      <Dialog isOpen={make.data !== undefined} onClose={() => make.reset()} title={words.secretTitle} closeLabel={app.close}>
        <p className="mb-2 text-ink-2">{words.secretNote}</p>
        <p data-testid="key-secret" className="code rounded-control bg-room-0 p-2 break-all select-all">
          {make.data?.key}
        </p>
        <Button
          className="mt-3"
          icon="copy"
          onClick={() => void copyText(make.data?.key ?? '').then((isCopied) => isCopied && sayToast(app.copied))}
        >
          {app.copy}
        </Button>
      </Dialog>
    </form>
  );
}
