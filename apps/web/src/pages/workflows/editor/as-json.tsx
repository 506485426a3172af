import { type WorkflowGraphBody } from '@kadr/sdk';
import { useState } from 'react';
import { readGraph } from '../../../domain/workflow-copy';
import { useMessages } from '../../../messages';
import { Button } from '../../../ui/button';
import { copyText } from '../../../ui/copy';
import { Dialog } from '../../../ui/dialog';
import { TextArea } from '../../../ui/field';
import { sayToast } from '../../../ui/toast';

interface JsonProps {
  readonly graph: WorkflowGraphBody;
  readonly onClose: () => void;
  readonly onApply: (graph: WorkflowGraphBody) => void;
}

/** The graph as it is sent: to be taken elsewhere, or brought from there. */
export function AsJson({ graph, onClose, onApply }: JsonProps) {
  const { editor: words, app } = useMessages();
  const [text, setText] = useState(() => JSON.stringify(graph, null, 2));
  const read = readGraph(text);
  return (
    <Dialog
      isOpen
      isWide
      onClose={onClose}
      title={words.json}
      closeLabel={app.close}
      testId="as-json"
      footer={
        <>
          <Button icon="copy" onClick={() => void copyText(text).then(() => sayToast(app.copied))}>
            {app.copy}
          </Button>
          <Button
            className="ml-auto"
            kind="primary"
            icon="check"
            disabled={read === null}
            onClick={() => read && onApply(read)}
            data-testid="json-apply"
          >
            {words.jsonApply}
          </Button>
        </>
      }
    >
      <TextArea
        label={words.json}
        isLabelHidden
        note={words.jsonNote}
        rows={18}
        spellCheck={false}
        value={text}
        faults={read === null ? [words.jsonFaulty] : []}
        onChange={(event) => setText(event.target.value)}
        className="code"
      />
    </Dialog>
  );
}
