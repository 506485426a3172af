import { useWhyNot } from '../../../api/session';
import { useMessages } from '../../../messages';
import { Button, IconButton } from '../../../ui/button';
import { TextField } from '../../../ui/field';
import { Chip } from '../../../ui/parts';
import { type Editing } from './use-document';
import { type Saving } from './use-saving';

interface BarProps {
  readonly editing: Editing;
  readonly saving: Saving;
  readonly isFaulty: boolean;
  readonly onAdd: () => void;
  readonly onJson: () => void;
}

export function EditorBar({ editing: { document, change, undo, redo, isDirty }, saving, isFaulty, onAdd, onJson }: BarProps) {
  const { editor: words } = useMessages();
  const why = useWhyNot('workflows:write');
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <div className="min-w-[180px] flex-1">
        <TextField
          label={words.name}
          isLabelHidden
          value={document.name}
          maxLength={200}
          onChange={(event) => change((known) => ({ ...known, name: event.target.value }), 'name')}
        />
      </div>
      <Button icon="plus" onClick={onAdd} data-testid="node-add">
        {words.add}
      </Button>
      <IconButton icon="undo-2" label={words.undo} disabled={undo === null} onClick={() => undo?.()} data-testid="undo" />
      <IconButton icon="redo-2" label={words.redo} disabled={redo === null} onClick={() => redo?.()} data-testid="redo" />
      <Button kind="quiet" onClick={onJson} data-testid="graph-json">
        {words.json}
      </Button>
      {isDirty && (
        <Chip tone="pencil" hasDot>
          {words.unsaved}
        </Chip>
      )}
      <Button icon="save" why={why} isBusy={saving.isPending} disabled={!isDirty} onClick={saving.save} data-testid="workflow-save">
        {isFaulty ? words.saveDraft : words.save}
      </Button>
    </div>
  );
}
