import { type Workflow } from '@kadr/sdk';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { freeId, withEdge, withNode, withoutNode } from '../../../domain/edit-graph';
import { misfitOf, type NodeTypes, type Port } from '../../../domain/ports';
import { useMessages } from '../../../messages';
import { Button } from '../../../ui/button';
import { ProblemNote } from '../../shell/problem-note';
import { Sheet } from '../sheet';
import { NodeAside } from '../node-aside';
import { nodeTypesQuery } from '../workflows.queries';
import { AddNode } from './add-node';
import { AsJson } from './as-json';
import { Conflict } from './conflict';
import { DrawWire } from './draw-wire';
import { EditorBar } from './editor-bar';
import { Leaving } from './leaving';
import { NodeForm } from './node-form';
import { Overview } from './overview';
import { useSayFault } from './say-fault';
import { type Editing, useDocument } from './use-document';
import { useJudgement } from './use-judgement';
import { useSaving } from './use-saving';

interface EditorProps {
  readonly workflow: Workflow;
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
}

const NO_TYPES: NodeTypes = new Map();
type Opened = { readonly what: 'add' | 'json' } | { readonly what: 'wire'; readonly from: string } | null;

/** A workflow as somebody changes it: the sheet, and a form for what is chosen on it. Every key of it has a button, every button a key. */
export default function Editor({ workflow, selected, onSelect }: EditorProps) {
  const { editor: words } = useMessages();
  const editing = useDocument(workflow);
  const { document, change, changeGraph, isDirty } = editing;
  const judgement = useJudgement(document, workflow);
  const saving = useSaving(editing);
  const say = useSayFault();
  const types = useQuery(nodeTypesQuery);
  const [opened, setOpened] = useState<Opened>(null);
  const graph = document.graph;
  const node = graph.nodes.find(({ id }) => id === selected);
  const ofNode = useMemo(() => Map.groupBy(judgement.errors, (fault) => fault.node ?? ''), [judgement.errors]);
  const known = types.data ?? NO_TYPES;
  const join = (from: Port, to: Port) => changeGraph((before) => withEdge(before, from, to));
  const remove = (id: string) => {
    changeGraph((before) => withoutNode(before, id));
    onSelect(undefined);
  };
  const add = (type: string) => {
    const id = freeId(graph, type);
    changeGraph((before) => withNode(before, { id, type }));
    setOpened(null);
    onSelect(id);
  };
  const onNodeKey = (id: string, event: KeyboardEvent) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain && event.code === 'KeyW') setOpened({ what: 'wire', from: id });
    else if (event.key === 'Delete' || event.key === 'Backspace') remove(id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col" data-testid="editor" onKeyDown={(event) => onKey(event, editing, saving.save)}>
      <EditorBar
        {...{ editing, saving }}
        isFaulty={judgement.errors.length > 0}
        onAdd={() => setOpened({ what: 'add' })}
        onJson={() => setOpened({ what: 'json' })}
      />
      {saving.error !== null && <ProblemNote error={saving.error} />}
      {editing.left && <Kept editing={editing} />}
      <div className="flex min-h-0 flex-1 max-lg:flex-col">
        <Sheet
          graph={graph}
          run={null}
          selected={node?.id}
          onSelect={onSelect}
          editing={{
            faults: new Map([...ofNode].map(([id, [first]]) => [id, first ? say(first) : ''])),
            onKey: onNodeKey,
            misfitOf: (from, to) => misfitOf(graph, known, from, to),
            onJoin: join,
          }}
          way={judgement.estimate?.criticalPath ?? []}
        />
        <NodeAside chosen={node?.id}>
          {node ? (
            <NodeForm
              key={node.id}
              {...{ graph, node, say }}
              types={known}
              faults={ofNode.get(node.id) ?? []}
              onChange={changeGraph}
              onWire={() => setOpened({ what: 'wire', from: node.id })}
              onRemove={() => remove(node.id)}
            />
          ) : (
            <Overview {...{ editing, judgement, say, onSelect }} />
          )}
        </NodeAside>
      </div>
      <AddNode isOpen={opened?.what === 'add'} types={known} onClose={() => setOpened(null)} onAdd={add} />
      <DrawWire
        graph={graph}
        types={known}
        from={opened?.what === 'wire' ? opened.from : null}
        onClose={() => setOpened(null)}
        onJoin={(from, to) => {
          join(from, to);
          setOpened(null);
        }}
      />
      {opened?.what === 'json' && (
        <AsJson
          graph={graph}
          onClose={() => setOpened(null)}
          onApply={(next) => {
            change((before) => ({ ...before, graph: next }));
            setOpened(null);
          }}
        />
      )}
      <Conflict editing={editing} saving={saving} />
      <Leaving isDirty={isDirty} />
      <p className="sr-only" role="status">
        {isDirty ? words.unsaved : ''}
      </p>
    </div>
  );
}

/** Typing is taken back letter by letter by the browser; all else by us. */
function onKey(event: KeyboardEvent, { undo, redo }: Editing, save: () => void): void {
  if (!event.ctrlKey && !event.metaKey) return;
  const isTyping = event.target instanceof Element && event.target.matches('input, textarea');
  const act = event.code === 'KeyS' ? save : event.code === 'KeyZ' && !isTyping ? (event.shiftKey ? redo : undo) : null;
  if (!act) return;
  event.preventDefault();
  act();
}

function Kept({ editing: { takeLeft, dropLeft } }: { readonly editing: Editing }) {
  const { editor: words } = useMessages();
  return (
    <div
      role="alert"
      data-testid="workflow-kept"
      className="flex flex-wrap items-center gap-3 border-b border-line bg-pencil-wash px-4 py-2"
    >
      <p className="min-w-0 flex-1">{words.kept}</p>
      <Button onClick={takeLeft} data-testid="workflow-kept-use">
        {words.useKept}
      </Button>
      <Button kind="quiet" onClick={dropLeft}>
        {words.dropKept}
      </Button>
    </div>
  );
}
