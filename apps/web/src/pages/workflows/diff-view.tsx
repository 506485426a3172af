import { type WorkflowGraphBody } from '@kadr/sdk';
import { diffOf, type NodeDiff } from '../../domain/graph-diff';
import { useMessages } from '../../messages';
import { Chip, type Tone } from '../../ui/parts';

const TONES: Record<NodeDiff['kind'], Tone> = { added: 'live', removed: 'fail', changed: 'splice' };

/** How one graph became another, node by node, with what was changed side by side. */
export function DiffView({ before, after }: { readonly before: WorkflowGraphBody; readonly after: WorkflowGraphBody }) {
  const { editor: words } = useMessages();
  const { nodes, added, removed } = diffOf(before, after);
  if (nodes.length + added.length + removed.length === 0) return <p className="text-ink-2">{words.same}</p>;
  return (
    <div className="grid gap-3" data-testid="graph-diff">
      <ul className="grid gap-2">
        {nodes.map(({ id, kind, type, values }) => (
          <li key={id} data-testid={`diff-${id}`} data-state={kind} className="grid gap-1 rounded-control border border-line p-2">
            <span className="flex flex-wrap items-baseline gap-2">
              <span className="font-medium" translate="no">
                {id}
              </span>
              <span className="code min-w-0 flex-1 text-ink-2" translate="no">
                {type}
              </span>
              <Chip tone={TONES[kind]}>{words.diffKinds[kind]}</Chip>
            </span>
            {values.map(({ name, before: was, after: is }) => (
              <dl key={name} className="grid grid-cols-2 gap-2">
                <Side title={`${words.before} · ${name}`} text={was ?? words.absent} />
                <Side title={`${words.after} · ${name}`} text={is ?? words.absent} />
              </dl>
            ))}
          </li>
        ))}
      </ul>
      {added.length + removed.length > 0 && (
        <section className="grid gap-1">
          <h3 className="text-small text-ink-2">{words.wires}</h3>
          <ul className="code grid gap-0.5" translate="no">
            {removed.map((wire) => (
              <li key={wire} className="text-fail">{`− ${wire}`}</li>
            ))}
            {added.map((wire) => (
              <li key={wire}>{`+ ${wire}`}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Side({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className="grid min-w-0 content-start gap-0.5">
      <dt className="text-small text-ink-3">{title}</dt>
      <dd>
        <pre tabIndex={0} className="code max-h-40 overflow-auto rounded-control bg-room-0 p-2 whitespace-pre-wrap" translate="no">
          {text}
        </pre>
      </dd>
    </div>
  );
}
