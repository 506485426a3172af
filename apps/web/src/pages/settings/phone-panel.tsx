import { useMutation } from '@tanstack/react-query';
import { kadr } from '../../api/client';
import { useOnce } from '../../api/idempotency';
import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/page';
import { ProblemNote } from '../shell/problem-note';

/** A link that signs another device in, shown until the page is left. */
export function PhonePanel() {
  const { settings: words } = useMessages();
  const once = useOnce();
  const make = useMutation({
    mutationFn: () => kadr.signInLinks.sessionsCreateLink({}, { idempotencyKey: once.key() }),
    onSettled: (_link, error) => once.answered(error ?? undefined),
  });
  return (
    <Panel title={words.phone} note={words.phoneNote}>
      {make.data ? (
        <p className="code rounded-control bg-room-0 p-2 break-all select-all">{make.data.url}</p>
      ) : (
        <div>
          <Button icon="link" isBusy={make.isPending} onClick={() => make.mutate()}>
            {words.phoneMake}
          </Button>
        </div>
      )}
      {make.isError && <ProblemNote error={make.error} />}
    </Panel>
  );
}
