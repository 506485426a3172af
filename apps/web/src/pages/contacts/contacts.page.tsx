import { type Contact, type Invite } from '@kadr/sdk';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { sayProblem } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { keys } from '../../live/cache';
import { useMessages, useSpoken } from '../../messages';
import { Button } from '../../ui/button';
import { Chip, Empty, Outline } from '../../ui/parts';
import { Page, Panel } from '../../ui/page';
import { sayToast } from '../../ui/toast';
import { ProblemNote } from '../shell/problem-note';
import { MailPanel } from './mail-panel';
import { type Role, RoleSelect } from './role-select';
import { timeFormat } from '../../domain/formats';

const WANTS = ['approvals', 'ends', 'all', 'quota'] as const;

/** Who hears of the videos outside of the studio, and answers from there. */
export function ContactsPage() {
  const { contacts: words } = useMessages();
  const contacts = useQuery({
    queryKey: keys.contacts,
    queryFn: ({ signal }) => Array.fromAsync(kadr.contacts.list({}, { signal })),
    staleTime: 0,
  });
  return (
    <Page testId="contacts-page" title={words.title}>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <InvitePanel />
        <MailPanel />
      </div>
      {contacts.isError && <ProblemNote error={contacts.error} onRetry={() => void contacts.refetch()} />}
      {contacts.isPending && <Outline className="h-32" />}
      {contacts.data?.length === 0 && <Empty icon="users">{words.empty}</Empty>}
      {contacts.data && contacts.data.length > 0 && (
        <ul className="grid gap-2">
          {contacts.data.map((contact) => (
            <ContactRow key={contact.id} contact={contact} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function InvitePanel() {
  const { contacts: words, locale } = useMessages();
  const { language } = useSpoken();
  const why = useWhyNot('admin');
  const once = useOnce();
  const [role, setRole] = useState<Role>('approver');
  const invite = useMutation({
    mutationFn: () => kadr.contacts.invite({ role, language }, { idempotencyKey: once.key() }),
    onSettled: (_made, error) => once.answered(error ?? undefined),
  });
  return (
    <Panel title={words.telegram} note={words.telegramNote}>
      <div className="flex flex-wrap items-end gap-2">
        <RoleSelect value={role} onChoose={setRole} />
        <Button icon="link" data-testid="contact-invite" why={why} isBusy={invite.isPending} onClick={() => invite.mutate()}>
          {words.invite}
        </Button>
      </div>
      {invite.data && <Link invite={invite.data} locale={locale} />}
      {invite.isError && <ProblemNote error={invite.error} />}
    </Panel>
  );
}

function Link({ invite: { url, expiresAt }, locale }: { readonly invite: Invite; readonly locale: string }) {
  const { contacts: words } = useMessages();
  return (
    <div className="grid gap-1">
      <p className="code rounded-control bg-room-0 p-2 break-all select-all" data-testid="contact-link">
        {url}
      </p>
      <p className="text-small text-ink-2">{words.until(timeFormat(locale, { timeStyle: 'short' }).format(new Date(expiresAt)))}</p>
    </div>
  );
}

function ContactRow({ contact }: { readonly contact: Contact }) {
  const messages = useMessages();
  const { contacts: words } = messages;
  const why = useWhyNot('admin');
  const client = useQueryClient();
  const onError = (error: unknown) => sayToast(sayProblem(error, messages).text, { isError: true });
  const onSuccess = () => void client.invalidateQueries({ queryKey: keys.contacts });
  const change = useMutation({
    mutationFn: (body: { role?: Role; wants?: Contact['wants'] }) => kadr.contacts.change(contact.id, body),
    ...{ onError, onSuccess },
  });
  const remove = useMutation({ mutationFn: () => kadr.contacts.remove(contact.id), onError, onSuccess });
  const toggled = (want: (typeof WANTS)[number]): Contact['wants'] =>
    contact.wants.includes(want) ? contact.wants.filter((one) => one !== want) : [...contact.wants, want];
  return (
    <li data-testid="contact-row" className="flex flex-wrap items-center gap-3 rounded-panel border border-line bg-room-1 px-4 py-2.5">
      <span className="min-w-0 flex-1 font-medium" translate="no">
        {contact.name ?? contact.address ?? contact.id.slice(0, 8)}
      </span>
      <Chip>{words.channels[contact.channel]}</Chip>
      <RoleSelect isLabelHidden value={contact.role} why={why} onChoose={(role) => change.mutate({ role })} />
      <span role="group" aria-label={words.wants} className="flex flex-wrap gap-1">
        {WANTS.map((want) => (
          <Button
            key={want}
            kind={contact.wants.includes(want) ? 'plain' : 'quiet'}
            aria-pressed={contact.wants.includes(want)}
            why={why}
            onClick={() => change.mutate({ wants: toggled(want) })}
          >
            {words.wantsOf[want]}
          </Button>
        ))}
      </span>
      <Button icon="trash-2" why={why} isBusy={remove.isPending} onClick={() => remove.mutate()}>
        {words.remove}
      </Button>
    </li>
  );
}
