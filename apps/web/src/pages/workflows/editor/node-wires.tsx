import { type WorkflowEdgeBody, type WorkflowGraphBody, type WorkflowNodeBody } from '@kadr/sdk';
import { withEdge, withoutEdge } from '../../../domain/edit-graph';
import { inputsOf, misfitOf, nameOf, type NodeTypes, offersFrom, outputsOf, type Port, portOf } from '../../../domain/ports';
import { useMessages } from '../../../messages';
import { IconButton } from '../../../ui/button';
import { Select } from '../../../ui/field';

interface WiresProps {
  readonly graph: WorkflowGraphBody;
  readonly node: WorkflowNodeBody;
  readonly types: NodeTypes;
  readonly onChange: (next: (graph: WorkflowGraphBody) => WorkflowGraphBody) => void;
}

/** What is wired to a node, port by port. Only what fits can be chosen. */
export function NodeWires({ graph, node, types, onChange }: WiresProps) {
  const { editor: words } = useMessages();
  const inputs = inputsOf(node, types);
  const outputs = outputsOf(node, types);
  const join = (from: Port, to: Port) => onChange((known) => withEdge(known, from, to));
  const cut = (edge: WorkflowEdgeBody) => onChange((known) => withoutEdge(known, edge));
  return (
    <>
      {inputs.length > 0 && (
        <section className="grid gap-2">
          <h3 className="text-small text-ink-2">{words.takes}</h3>
          {inputs.map((input) => {
            const to = { node: node.id, port: input.name };
            return (
              <PortWires
                key={input.name}
                label={words.takeFrom(input.name)}
                note={`${input.types.join(', ')}${input.required ? ` · ${words.needed}` : ''}`}
                edges={graph.edges.filter((edge) => edge.to === nameOf(to))}
                end="from"
                offers={sourcesOf(graph, types, to)}
                onJoin={(from) => join(portOf(from), to)}
                onCut={cut}
              />
            );
          })}
        </section>
      )}
      {outputs.length > 0 && (
        <section className="grid gap-2">
          <h3 className="text-small text-ink-2">{words.gives}</h3>
          {outputs.map((output) => {
            const from = { node: node.id, port: output.name };
            const offers = offersFrom(graph, types, from).filter(({ misfit }) => misfit === null);
            return (
              <PortWires
                key={output.name}
                label={words.leadTo(output.name)}
                note={output.type}
                edges={graph.edges.filter((edge) => edge.from === nameOf(from))}
                end="to"
                offers={offers.map(nameOf)}
                onJoin={(to) => join(from, portOf(to))}
                onCut={cut}
              />
            );
          })}
        </section>
      )}
    </>
  );
}

function sourcesOf(graph: WorkflowGraphBody, types: NodeTypes, to: Port): string[] {
  return graph.nodes
    .filter(({ id }) => id !== to.node)
    .flatMap((node) => outputsOf(node, types).map(({ name }) => ({ node: node.id, port: name })))
    .filter((from) => misfitOf(graph, types, from, to) === null)
    .map(nameOf);
}

interface PortProps {
  readonly label: string;
  readonly note: string;
  readonly edges: readonly WorkflowEdgeBody[];
  /** Which end of a wire is the other one. */
  readonly end: 'from' | 'to';
  readonly offers: readonly string[];
  readonly onJoin: (port: string) => void;
  readonly onCut: (edge: WorkflowEdgeBody) => void;
}

function PortWires({ label, note, edges, end, offers, onJoin, onCut }: PortProps) {
  const { editor: words } = useMessages();
  return (
    <div className="grid gap-1" translate="no">
      {edges.map((edge) => (
        <p key={edge[end]} className="code flex items-center gap-2 rounded-control bg-room-0 pl-2">
          <span className="min-w-0 flex-1 truncate">{end === 'from' ? `${edge.from} →` : `→ ${edge.to}`}</span>
          <IconButton icon="x" label={words.removeWire(`${edge.from} → ${edge.to}`)} onClick={() => onCut(edge)} />
        </p>
      ))}
      <Select
        label={label}
        note={note}
        value=""
        disabled={offers.length === 0}
        options={[{ value: '', label: words.nothingYet }, ...offers.map((value) => ({ value, label: value }))]}
        onChoose={(port) => port !== '' && onJoin(port)}
      />
    </div>
  );
}
