import { useMessages } from '../../../messages';
import { Button } from '../../../ui/button';
import { Dialog } from '../../../ui/dialog';
import { DiffView } from '../diff-view';
import { type Editing } from './use-document';
import { type Saving } from './use-saving';

interface ConflictProps {
  readonly editing: Editing;
  readonly saving: Saving;
}

/** Somebody else was faster: both versions side by side, and neither is lost. */
export function Conflict({ editing: { base, document }, saving }: ConflictProps) {
  const { editor: words, app } = useMessages();
  const { theirs, isPending } = saving;
  if (!theirs) return null;
  return (
    <Dialog
      isOpen
      isWide
      onClose={saving.putAway}
      title={words.conflict}
      closeLabel={app.close}
      testId="conflict"
      footer={
        <>
          <Button data-testid="take-theirs" disabled={isPending} onClick={saving.takeTheirs}>
            {words.takeTheirs}
          </Button>
          <Button
            className="ml-auto"
            kind="primary"
            icon="save"
            data-testid="save-after-theirs"
            isBusy={isPending}
            onClick={saving.saveAfterTheirs}
          >
            {words.saveOver}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <p className="text-ink-2">{words.conflictNote(base.version, theirs.version)}</p>
        <DiffView before={theirs.graph} after={document.graph} />
      </div>
    </Dialog>
  );
}
