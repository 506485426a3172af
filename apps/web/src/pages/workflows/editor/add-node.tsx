import { type WorkflowNodeType } from '@kadr/sdk';
import { useState } from 'react';
import { type NodeTypes } from '../../../domain/ports';
import { useMessages } from '../../../messages';
import { Dialog } from '../../../ui/dialog';
import { TextField } from '../../../ui/field';

interface AddProps {
  readonly isOpen: boolean;
  readonly types: NodeTypes;
  readonly onClose: () => void;
  readonly onAdd: (type: string) => void;
}

/** Kinds of nodes, found by a few letters: Enter takes the first. */
export function AddNode({ isOpen, types, onClose, onAdd }: AddProps) {
  const { editor: words, app } = useMessages();
  const [typed, setTyped] = useState('');
  const titleOf = ({ type, title }: WorkflowNodeType) => words.nodeTypes[type] ?? title;
  const wanted = typed.trim().toLowerCase();
  const found = [...types.values()].filter((one) => `${one.type} ${titleOf(one)}`.toLowerCase().includes(wanted));
  const take = (type: string) => {
    setTyped('');
    onAdd(type);
  };
  const [first] = found;
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={words.add} closeLabel={app.close} testId="add-node">
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (first) take(first.type);
        }}
      >
        <TextField label={words.addSearch} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
        <ul className="grid gap-1">
          {found.map((one) => (
            <li key={one.type}>
              <button
                type="button"
                data-testid={`add-${one.type}`}
                onClick={() => take(one.type)}
                className="flex min-h-[34px] w-full flex-wrap items-baseline gap-x-3 rounded-control px-2 py-1.5 text-left hover:bg-room-3 pointer-coarse:min-h-[44px]"
              >
                <span className="min-w-0 flex-1">{titleOf(one)}</span>
                <span className="code text-ink-2" translate="no">
                  {one.type}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && <p className="text-ink-2">{words.addNothing}</p>}
      </form>
    </Dialog>
  );
}
