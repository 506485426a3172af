import { type Workflow, type WorkflowGraphBody } from '@kadr/sdk';
import { useCallback, useEffect, useState } from 'react';
import { begun, type History, redone, stepped, undone } from '../../../domain/edit-graph';
import { isSame } from '../../../domain/graph-diff';
import { copyOf, type Document, readCopy } from '../../../domain/workflow-copy';

export interface Editing {
  readonly document: Document;
  /** As it was saved last. */
  readonly base: Workflow;
  readonly isDirty: boolean;
  /** What a crash or a closed page has left here, and nobody has answered for yet. */
  readonly left: Document | null;
  readonly takeLeft: () => void;
  readonly dropLeft: () => void;
  /** @param field what is typed into: letters that follow one another are one step back */
  readonly change: (next: (document: Document) => Document, field?: string) => void;
  readonly changeGraph: (next: (graph: WorkflowGraphBody) => WorkflowGraphBody, field?: string) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  /** What was saved, here or by somebody else whose version is taken. */
  readonly adopt: (saved: Workflow) => void;
  /** Goes on from a version of somebody else, with what stands here. */
  readonly rebase: (theirs: Workflow) => void;
}

const documentOf = ({ name, description, graph }: Workflow): Document => ({ name, description, graph });
const isEqual = (one: Document, other: Document): boolean =>
  one.name === other.name && one.description === other.description && isSame(one.graph, other.graph);
const keyOf = (id: string): string => `kadr.workflow.${id}`;

/** A workflow as it is edited. Whatever is not saved yet lies on this device as well: a reload or a crash costs nothing. */
export function useDocument(workflow: Workflow): Editing {
  const [base, setBase] = useState(workflow);
  const [history, setHistory] = useState<History<Document>>(() => begun(documentOf(workflow)));
  const [left, setLeft] = useState<Document | null>(() => {
    const kept = readCopy(localStorage.getItem(keyOf(workflow.id)));
    return kept && !isEqual(kept, documentOf(workflow)) ? kept : null;
  });
  const document = history.now;
  const isDirty = !isEqual(document, documentOf(base));
  // Somebody else has saved, and nothing here is lost by showing it.
  if (!isDirty && workflow.version > base.version) {
    setBase(workflow);
    setHistory(begun(documentOf(workflow)));
  }
  useEffect(() => {
    if (isDirty) localStorage.setItem(keyOf(base.id), copyOf(document));
    else if (left === null) localStorage.removeItem(keyOf(base.id));
  }, [isDirty, document, base.id, left]);
  const change = useCallback((next: (document: Document) => Document, field?: string) => {
    setHistory((known) => stepped(known, next(known.now), field ?? null));
  }, []);
  const changeGraph = useCallback(
    (next: (graph: WorkflowGraphBody) => WorkflowGraphBody, field?: string) =>
      change((known) => ({ ...known, graph: next(known.graph) }), field),
    [change],
  );
  const [back, ahead] = [undone(history), redone(history)];
  return {
    ...{ document, base, isDirty, left, change, changeGraph },
    takeLeft: () => {
      if (left) change(() => left);
      setLeft(null);
    },
    dropLeft: () => setLeft(null),
    undo: back && (() => setHistory(back)),
    redo: ahead && (() => setHistory(ahead)),
    adopt: (saved) => {
      setBase(saved);
      setHistory((known) => ({ ...known, now: documentOf(saved), field: null }));
    },
    rebase: setBase,
  };
}
