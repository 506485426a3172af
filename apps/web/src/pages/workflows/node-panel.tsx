import { type WorkflowNodeBody, type WorkflowRunNode } from '@kadr/sdk';
import { sayReason } from '../../api/problem';
import { useMessages } from '../../messages';
import { Chip, Row } from '../../ui/parts';
import { textOf, ValueList } from './values';
import { timeFormat } from '../../domain/formats';

interface NodeProps {
  readonly node: WorkflowNodeBody;
  readonly state: WorkflowRunNode | undefined;
}

/** A node: what it is told, and what came of it. */
export function NodePanel({ node, state }: NodeProps) {
  const messages = useMessages();
  const { flow: words, locale } = messages;
  const time = (iso: string) => timeFormat(locale, { timeStyle: 'medium' }).format(new Date(iso));
  const params = Object.entries(node.params ?? {});
  return (
    <div className="grid content-start gap-4 p-3" data-testid="node-panel">
      <header className="grid gap-1" translate="no">
        <span className="code text-ink-2">{node.type}</span>
        <h2 className="text-lead font-semibold">{node.name ?? node.id}</h2>
      </header>
      {state && (
        <dl className="grid gap-1">
          <Row name={words.state}>{words.nodeStates[state.status]}</Row>
          {state.startedAt && <Row name={words.started}>{time(state.startedAt)}</Row>}
          {state.finishedAt && <Row name={words.finished}>{time(state.finishedAt)}</Row>}
          {state.attempts > 0 && <Row name={words.tries}>{String(state.attempts)}</Row>}
          {state.model && <Row name={words.model}>{state.model}</Row>}
          {state.cachedFrom && <Row name={words.keptFrom}>{state.cachedFrom.slice(0, 8)}</Row>}
        </dl>
      )}
      {state?.isFallback && <Chip tone="splice">{words.replaced}</Chip>}
      {state?.error && (
        <p role="alert" data-testid={`node-error-${node.id}`} data-code={state.error.code} className="text-fail">
          {sayReason(state.error.code, state.error.message, messages)}
        </p>
      )}
      {params.length > 0 && (
        <section className="grid gap-2">
          <h3 className="text-small text-ink-2">{words.params}</h3>
          <dl className="grid gap-2" translate="no">
            {params.map(([name, value]) => (
              <div key={name} className="grid gap-1">
                <dt className="code text-ink-2">{name}</dt>
                <dd>
                  <pre
                    translate="no"
                    tabIndex={0}
                    className="code max-h-48 overflow-auto rounded-control bg-room-0 p-2 whitespace-pre-wrap"
                  >
                    {textOf(value)}
                  </pre>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {state && <ValueList values={state.outputs} title={words.outputs} />}
    </div>
  );
}
