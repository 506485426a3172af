import { type WorkflowGraphBody, type WorkflowRun } from '@kadr/sdk';
import { portOf } from '../../domain/ports';
import { useMessages } from '../../messages';
import { type GraphEditing } from './graph-view';

interface ListProps {
  readonly graph: WorkflowGraphBody;
  readonly run: WorkflowRun | null;
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly editing?: GraphEditing;
}

/** The same nodes in words, each with what leads into it: for small screens, and for whoever would rather read than look. */
export function NodeList({ graph, run, selected, onSelect, editing }: ListProps) {
  const { flow: words, editor } = useMessages();
  const states = new Map(run?.nodes.map((node) => [node.id, node]));
  return (
    <ol aria-label={words.graph} data-testid="node-list" className="grid min-w-0 flex-1 content-start gap-1.5 overflow-auto p-4">
      {graph.nodes.map((node) => {
        const state = states.get(node.id);
        const fault = editing?.faults.get(node.id);
        const into = graph.edges.filter(({ to }) => portOf(to).node === node.id);
        return (
          <li key={node.id}>
            <button
              type="button"
              data-testid={`node-${node.id}`}
              data-state={state?.status}
              aria-pressed={node.id === selected}
              aria-invalid={fault === undefined ? undefined : true}
              onClick={() => onSelect(node.id === selected ? undefined : node.id)}
              onKeyDown={(event) => editing?.onKey(node.id, event)}
              className={`grid min-h-[44px] w-full gap-1 rounded-control border bg-room-1 px-3 py-2 text-left hover:bg-room-2 ${fault === undefined ? 'border-line' : 'border-fail'} ${node.id === selected ? 'outline-2 outline-pencil' : ''}`}
            >
              <span className="flex flex-wrap items-baseline gap-x-3">
                <span className="min-w-0 flex-1 font-medium" translate="no">
                  {node.name ?? node.id}
                </span>
                <span className="code text-ink-2" translate="no">
                  {node.type}
                </span>
                {state && <span className="text-small text-ink-2">{words.nodeStates[state.status]}</span>}
              </span>
              {into.map(({ from, to }) => (
                <span key={`${from} ${to}`} className="code block truncate text-ink-2" translate="no">
                  {`${portOf(to).port} ← ${from}`}
                </span>
              ))}
              {fault !== undefined && (
                <span data-testid={`node-error-${node.id}`} className="text-small text-fail">
                  {fault}
                </span>
              )}
            </button>
          </li>
        );
      })}
      {graph.nodes.length === 0 && <li className="py-8 text-center text-ink-2">{editor.empty}</li>}
    </ol>
  );
}
