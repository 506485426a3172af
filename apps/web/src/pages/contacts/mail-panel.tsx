import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { faultsOf } from '../../api/problem';
import { useWhyNot } from '../../api/session';
import { useSpoken } from '../../messages';
import { Button } from '../../ui/button';
import { TextField } from '../../ui/field';
import { Panel } from '../../ui/page';
import { ProblemNote } from '../shell/problem-note';
import { type Role, RoleSelect } from './role-select';
import { timeFormat } from '../../domain/formats';

/** A mailbox is linked once somebody has confirmed there that it is theirs. */
export function MailPanel() {
  const { messages, language } = useSpoken();
  const { contacts: words, create, locale } = messages;
  const why = useWhyNot('admin');
  const once = useOnce();
  const [role, setRole] = useState<Role>('approver');
  const [address, setAddress] = useState('');
  const invite = useMutation({
    mutationFn: async () => {
      const mailbox = address.trim();
      const { expiresAt } = await kadr.contacts.inviteByMail({ address: mailbox, role, language }, { idempotencyKey: once.key() });
      return { address: mailbox, expiresAt };
    },
    onSettled: (_made, error) => once.answered(error ?? undefined),
    onSuccess: () => setAddress(''),
  });
  const faults = faultsOf(invite.error).map(({ message }) => (language === 'en' ? message : create.otherValue));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!invite.isPending) invite.mutate();
  };
  return (
    <Panel title={words.mail} note={words.mailNote}>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <div className="min-w-[200px] flex-1">
          <TextField
            label={words.address}
            type="email"
            autoComplete="off"
            required
            maxLength={254}
            value={address}
            faults={faults}
            onChange={(event) => setAddress(event.target.value)}
          />
        </div>
        <RoleSelect value={role} onChoose={setRole} />
        <Button icon="link" type="submit" data-testid="contact-mail" why={why} isBusy={invite.isPending}>
          {words.sendMail}
        </Button>
      </form>
      {invite.data && (
        <p role="status" data-testid="contact-mail-sent">
          {words.mailSent(
            invite.data.address,
            timeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(invite.data.expiresAt)),
          )}
        </p>
      )}
      {invite.isError && <ProblemNote error={invite.error} />}
    </Panel>
  );
}
