import { type FormEvent, useState } from 'react';
import { signIn } from '../../api/session';
import { sayProblem } from '../../api/problem';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';

/** An API key, exchanged once. It is forgotten as soon as it was sent. */
export function KeyForm({ onDone }: { readonly onDone: () => void }) {
  const messages = useMessages();
  const [key, setKey] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    signIn({ apiKey: key.trim() })
      .then(() => {
        setKey('');
        onDone();
      })
      .catch((error: unknown) => {
        const { code, text } = sayProblem(error, messages);
        const known: Record<string, string> = { unauthorized: messages.signIn.refused, rate_limited: messages.signIn.throttled };
        setFault(known[code] ?? text);
      })
      .finally(() => setBusy(false));
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <TextField
        label={messages.signIn.key}
        note={messages.signIn.keyNote}
        type="password"
        autoComplete="off"
        name="api-key"
        required
        value={key}
        onChange={(event) => setKey(event.target.value)}
        faults={fault ? [fault] : []}
      />
      <Button type="submit" kind="primary" icon="key-round" isBusy={isBusy} disabled={key.trim() === ''}>
        {messages.signIn.submit}
      </Button>
    </form>
  );
}
