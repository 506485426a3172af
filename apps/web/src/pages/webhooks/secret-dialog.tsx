import { useMessages } from '../../messages';
import { Button } from '../../ui/button';
import { copyText } from '../../ui/copy';
import { Dialog } from '../../ui/dialog';
import { sayToast } from '../../ui/toast';

/** Shown once; when it is closed, nobody can see it any more. */
export function SecretDialog({ secret, onClose }: { readonly secret: string | null; readonly onClose: () => void }) {
  const { webhooks: words, app } = useMessages();
  return (
    <Dialog isOpen={secret !== null} onClose={onClose} title={words.secretTitle} closeLabel={app.close}>
      <p className="mb-2 text-ink-2">{words.secretNote}</p>
      <p data-testid="webhook-secret" className="code rounded-control bg-room-0 p-2 break-all select-all">
        {secret}
      </p>
      <Button className="mt-3" icon="copy" onClick={() => void copyText(secret ?? '').then((isCopied) => isCopied && sayToast(app.copied))}>
        {app.copy}
      </Button>
    </Dialog>
  );
}
