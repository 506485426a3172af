import { type WorkflowGraphBody } from '@kadr/sdk';
import { nameOf, type NodeTypes, offersFrom, outputsOf, type Port } from '../../../domain/ports';
import { useMessages } from '../../../messages';
import { Dialog } from '../../../ui/dialog';

interface WireProps {
  readonly graph: WorkflowGraphBody;
  readonly types: NodeTypes;
  /** Null: no wire is drawn. */
  readonly from: string | null;
  readonly onClose: () => void;
  readonly onJoin: (from: Port, to: Port) => void;
}

/** Where a node may lead to, without a mouse: what fits comes first, and what does not says why. */
export function DrawWire({ graph, types, from, onClose, onJoin }: WireProps) {
  const { editor: words, app } = useMessages();
  const node = graph.nodes.find(({ id }) => id === from);
  const outputs = node ? outputsOf(node, types) : [];
  return (
    <Dialog
      isOpen={node !== undefined}
      onClose={onClose}
      title={words.wireTitle(node?.name ?? from ?? '')}
      closeLabel={app.close}
      testId="draw-wire"
    >
      {outputs.length === 0 && <p className="text-ink-2">{words.noPorts}</p>}
      <div className="grid gap-4">
        {outputs.map(({ name, type }) => (
          <section key={name} className="grid gap-1">
            <h3 className="code text-ink-2" translate="no">{`${from}.${name} · ${type}`}</h3>
            <ul className="grid gap-1">
              {offersFrom(graph, types, { node: from ?? '', port: name }).map(({ misfit, ...to }) => (
                <li key={nameOf(to)}>
                  <button
                    type="button"
                    disabled={misfit !== null}
                    data-testid={`wire-to-${nameOf(to)}`}
                    onClick={() => onJoin({ node: from ?? '', port: name }, to)}
                    className="flex min-h-[30px] w-full flex-wrap items-baseline gap-x-3 rounded-control px-2 py-1 text-left hover:bg-room-3 disabled:text-ink-3 disabled:hover:bg-transparent pointer-coarse:min-h-[44px]"
                  >
                    <span className="code min-w-0 flex-1" translate="no">{`→ ${nameOf(to)}`}</span>
                    {misfit !== null && <span className="text-small">{words.misfits[misfit]}</span>}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
