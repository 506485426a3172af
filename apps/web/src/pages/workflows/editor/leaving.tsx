import { useBlocker } from '@tanstack/react-router';
import { useMessages } from '../../../messages';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';

/** Asks before another page is opened, or this one closed, while something is not saved. What is chosen on this page is no other page. */
export function Leaving({ isDirty }: { readonly isDirty: boolean }) {
  const { editor: words, app } = useMessages();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return (
    <Dialog
      isOpen={status === 'blocked'}
      onClose={() => reset?.()}
      title={words.unsaved}
      closeLabel={app.close}
      testId="leaving"
      footer={
        <>
          <Button onClick={() => proceed?.()} data-testid="leave-now">
            {words.leaveNow}
          </Button>
          <Button className="ml-auto" kind="primary" onClick={() => reset?.()}>
            {words.stay}
          </Button>
        </>
      }
    >
      <p>{words.leave}</p>
    </Dialog>
  );
}
