import { type WorkflowGraphBody, type WorkflowRun, type WorkflowRunNode } from '@kadr/sdk';
import { type KeyboardEvent, useMemo, useRef } from 'react';
import { ownLink } from '../../api/client';
import { longestWay, NODE_WIDTH, nodeBeside, type PlacedNode, type PlacedPort, placed, PORT } from '../../domain/graph';
import { type Misfit, type NodeTypes, type Port } from '../../domain/ports';
import { clock } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { DraggedWire, useDraggedWire } from './dragged-wire';
import { picturesIn } from './values';

interface GraphProps {
  readonly graph: WorkflowGraphBody;
  /** Null: as it is written, without a run. */
  readonly run: WorkflowRun | null;
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly types?: NodeTypes | undefined;
  /** While it is edited: what is wrong with which node, and what a key on a node does. */
  readonly editing?: GraphEditing;
  /** Ids of the nodes that are waited for longest; without it what a run has shown. */
  readonly way?: readonly string[];
}

export interface GraphEditing {
  readonly faults: ReadonlyMap<string, string>;
  readonly onKey: (id: string, event: KeyboardEvent) => void;
  /** Why a wire may not be drawn; null: it may. */
  readonly misfitOf: (from: Port, to: Port) => Misfit | null;
  readonly onJoin: (from: Port, to: Port) => void;
}

/** The graph from left to right, with what a run has made of each node, or with what is wrong with it. Arrows lead from node to node. */
export function GraphView({ graph, run, selected, onSelect, types, editing, way: told }: GraphProps) {
  const { flow: words } = useMessages();
  const hasAllPorts = editing !== undefined;
  const drawn = useMemo(() => placed(graph, { types: types ?? new Map(), hasAllPorts }), [graph, types, hasAllPorts]);
  const board = useRef<HTMLDivElement>(null);
  const wire = useDraggedWire(board, editing ?? null);
  const states = useMemo(() => new Map(run?.nodes.map((node) => [node.id, node])), [run]);
  const way = useMemo(() => new Set(told ?? (run ? longestWay(graph, run.nodes) : [])), [graph, run, told]);
  const press = (id: string, event: KeyboardEvent) => {
    const next = nodeBeside(drawn, id, event.key);
    if (next === null) return editing?.onKey(id, event);
    event.preventDefault();
    event.stopPropagation();
    document.querySelector<HTMLElement>(`[data-testid="node-${CSS.escape(next)}"]`)?.focus();
    return onSelect(next);
  };
  return (
    <section aria-label={words.graph} tabIndex={0} data-testid="graph" className="min-h-[280px] min-w-0 flex-1 overflow-auto">
      <div ref={board} onPointerDown={wire.take} className="relative" style={{ width: drawn.width, height: drawn.height }}>
        <svg aria-hidden="true" width={drawn.width} height={drawn.height} className="pointer-events-none absolute inset-0">
          {drawn.edges.map(({ id, from, to, path }) => {
            const isLong = way.has(from) && way.has(to);
            return (
              <path
                key={id}
                d={path}
                fill="none"
                stroke="currentColor"
                strokeWidth={isLong ? 2.5 : 1.2}
                className={isLong ? 'text-ink-1' : 'text-line-2'}
              />
            );
          })}
        </svg>
        <ol>
          {drawn.nodes.map((node) => (
            <li key={node.id}>
              <NodeCard
                node={node}
                state={states.get(node.id)}
                isSelected={node.id === selected}
                isWired={editing !== undefined}
                fault={editing?.faults.get(node.id)}
                onKeyDown={(event) => press(node.id, event)}
                onPress={() => onSelect(node.id === selected ? undefined : node.id)}
              />
            </li>
          ))}
        </ol>
        {wire.held && <DraggedWire held={wire.held} />}
      </div>
    </section>
  );
}

const EDGES: Partial<Record<WorkflowRunNode['status'], string>> = {
  running: 'border-live',
  awaiting_approval: 'border-pencil-ink',
  failed: 'border-fail',
  pending: 'border-dashed border-line-2',
  ready: 'border-dashed border-line-2',
  skipped: 'border-dashed border-line',
  cancelled: 'border-dashed border-line',
};
const WORDS: Partial<Record<WorkflowRunNode['status'], string>> = {
  running: 'text-live',
  awaiting_approval: 'text-pencil-ink',
  failed: 'text-fail',
};

interface CardProps {
  readonly node: PlacedNode;
  readonly state: WorkflowRunNode | undefined;
  readonly isSelected: boolean;
  /** Whether wires are drawn from its outputs. */
  readonly isWired: boolean;
  readonly fault: string | undefined;
  readonly onPress: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** As what goes through a port looks: round, square or on its corner, so that grey is enough. */
const PORTS: Readonly<Record<string, string>> = {
  image: 'bg-port-image',
  'image[]': 'bg-port-image',
  video: 'bg-port-video',
  'video[]': 'bg-port-video',
  timeline: 'bg-port-video',
  audio: 'rotate-45 bg-port-audio',
  subtitles: 'rounded-full bg-port-caption',
};

function PortMark({ port: { type }, isIn }: { readonly port: PlacedPort; readonly isIn: boolean }) {
  const look = PORTS[type ?? ''] ?? 'rounded-full bg-port-text';
  return <span aria-hidden="true" className={`absolute top-[6px] size-[6px] ${isIn ? '-left-[3.5px]' : '-right-[3.5px]'} ${look}`} />;
}

function NodeCard({
  node: { id, type, name, x, y, height, inputs, outputs },
  state,
  isSelected,
  isWired,
  fault,
  onPress,
  onKeyDown,
}: CardProps) {
  const { flow: words } = useMessages();
  const edge = fault === undefined ? state && EDGES[state.status] : 'border-fail';
  const pictures = state ? picturesIn(state.outputs).slice(0, 4) : [];
  return (
    <button
      type="button"
      data-testid={`node-${id}`}
      data-state={state?.status}
      aria-pressed={isSelected}
      aria-invalid={fault === undefined ? undefined : true}
      onClick={onPress}
      onKeyDown={onKeyDown}
      style={{ left: x, top: y, width: NODE_WIDTH, minHeight: height }}
      className={`absolute flex flex-col rounded-control border bg-room-1 text-left ${isSelected ? 'outline-2 outline-pencil' : ''} ${edge ?? 'border-line-2'}`}
    >
      <span className={`block h-12 w-full px-2 pt-1.5 ${state?.status === 'running' ? 'hatch' : ''}`} translate="no">
        <span className="code block truncate text-ink-2">{type}</span>
        <span className="block truncate font-medium">{name}</span>
      </span>
      <span className="flex w-full justify-between text-small text-ink-2" translate="no">
        {[inputs, outputs].map((ports, side) => (
          <span key={side} className={`grid min-w-0 content-start ${side === 1 ? 'text-right' : ''}`}>
            {ports.map((port) => (
              <span
                key={port.name}
                {...{ [side === 0 ? 'data-in' : 'data-out']: `${id}.${port.name}` }}
                className={`relative block ${isWired && side === 1 ? 'cursor-crosshair' : ''}`}
                style={{ height: PORT }}
              >
                <PortMark port={port} isIn={side === 0} />
                <span className="block truncate px-2">{port.name}</span>
              </span>
            ))}
          </span>
        ))}
      </span>
      {pictures.length > 0 && (
        <span className="flex w-full gap-0.5 px-2 pb-1">
          {pictures.map((url) => (
            <img key={url} src={ownLink(url)} alt="" loading="lazy" decoding="async" className="h-8 min-w-0 flex-1 bg-frame object-cover" />
          ))}
        </span>
      )}
      {fault !== undefined && (
        <span data-testid={`node-error-${id}`} className="block w-full truncate border-t border-line px-2 py-1 text-small text-fail">
          {fault}
        </span>
      )}
      <span className="code mt-auto flex w-full justify-between gap-2 border-t border-line px-2 py-1 text-ink-2 empty:hidden">
        {state && (
          <>
            <span className={WORDS[state.status] ?? ''}>{words.nodeStates[state.status]}</span>
            <span>{tookOf(state)}</span>
          </>
        )}
      </span>
    </button>
  );
}

/** How long it took; nothing while it has not ended. */
function tookOf({ startedAt, finishedAt }: WorkflowRunNode): string {
  return startedAt !== null && finishedAt !== null ? clock((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) : '';
}
