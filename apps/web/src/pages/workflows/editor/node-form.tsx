import { type WorkflowFault, type WorkflowGraphBody, type WorkflowNodeBody } from '@kadr/sdk';
import { useState } from 'react';
import { withChanged, withParam } from '../../../domain/edit-graph';
import { type ParamField, paramFields, paramOf } from '../../../domain/param-form';
import { type NodeTypes } from '../../../domain/ports';
import { parsed } from '../../../domain/run-inputs';
import { useMessages } from '../../../messages';
import { Button } from '../../../ui/button';
import { Faults, Select, TextArea, TextField } from '../../../ui/field';
import { type SayFault } from './say-fault';
import { NodeWires } from './node-wires';

interface FormProps {
  readonly graph: WorkflowGraphBody;
  readonly node: WorkflowNodeBody;
  readonly types: NodeTypes;
  readonly faults: readonly WorkflowFault[];
  readonly say: SayFault;
  readonly onChange: (next: (graph: WorkflowGraphBody) => WorkflowGraphBody, field?: string) => void;
  readonly onWire: () => void;
  readonly onRemove: () => void;
}

const ON_ERRORS = ['fail', 'continue', 'fallback', 'edge'] as const;

/** All that a node is told, by the schema of its type. */
export function NodeForm({ graph, node, types, faults, say, onChange, onWire, onRemove }: FormProps) {
  const { editor: words } = useMessages();
  const type = types.get(node.type);
  const fields = paramFields(type?.params ?? {}, node.params ?? {});
  const at = graph.nodes.indexOf(node);
  const ofParam = (name: string) => faults.filter(({ path }) => isAt(path, `graph.nodes.${at}.params.${name}`));
  const shown = new Set(fields.flatMap(({ name }) => ofParam(name)));
  const rest = faults.filter((fault) => !shown.has(fault));
  const set = (change: Partial<WorkflowNodeBody>, field: string) =>
    onChange((known) => withChanged(known, node.id, change), `${node.id} ${field}`);
  const maps = graph.nodes.filter((one) => types.get(one.type)?.weight === 'map' && one.id !== node.id);
  return (
    <div className="grid content-start gap-4 p-3" data-testid="node-form">
      <header className="grid gap-1">
        <span className="code text-ink-2" translate="no">{`${node.type} · ${node.id}`}</span>
        <h2 className="text-lead font-semibold">{words.nodeTypes[node.type] ?? type?.title ?? node.type}</h2>
      </header>
      <Faults id={`faults-of-${node.id}`} faults={rest.map(say)} />
      <TextField
        label={words.nodeName}
        value={node.name ?? ''}
        maxLength={100}
        placeholder={node.id}
        onChange={(event) => set({ name: event.target.value }, 'name')}
      />
      {fields.map((field) => (
        <Param
          key={field.name}
          field={field}
          faults={ofParam(field.name).map(say)}
          onType={(text) =>
            onChange((known) => withParam(known, node.id, field.name, paramOf(field, text)), `${node.id} params.${field.name}`)
          }
        />
      ))}
      <Button icon="arrow-right" onClick={onWire} data-testid="node-wire">
        {words.wire}
      </Button>
      <NodeWires graph={graph} node={node} types={types} onChange={onChange} />
      {(maps.length > 0 || node.parent) && (
        <Select
          label={words.inside}
          value={node.parent ?? ''}
          options={[{ value: '', label: words.nowhere }, ...maps.map(({ id }) => ({ value: id, label: id }))]}
          onChoose={(parent) => set({ parent: parent === '' ? undefined : parent }, 'parent')}
        />
      )}
      <Select
        label={words.onError}
        value={node.onError ?? 'fail'}
        options={ON_ERRORS.map((value) => ({ value, label: words.onErrors[value] }))}
        onChoose={(value) => set({ onError: value === 'fail' ? undefined : (value as (typeof ON_ERRORS)[number]) }, 'onError')}
      />
      {node.onError === 'fallback' && (
        <JsonOrText
          label={words.fallback}
          name="fallback"
          faults={[]}
          text={JSON.stringify(node.fallback ?? {}, null, 2)}
          isJson
          note={undefined}
          onType={(text) => {
            const value = parsed(text);
            if (typeof value === 'object' && value !== null) set({ fallback: value as Record<string, unknown> }, 'fallback');
          }}
        />
      )}
      <Button icon="trash-2" onClick={onRemove} data-testid="node-remove">
        {words.remove}
      </Button>
    </div>
  );
}

const isAt = (path: string, place: string): boolean => path === place || path.startsWith(`${place}.`);

interface ParamProps {
  readonly field: ParamField;
  readonly faults: readonly string[];
  readonly onType: (text: string) => void;
}

function Param({ field: { name, kind, isRequired, choices, text, isList }, faults, onType }: ParamProps) {
  const { editor: words, flow } = useMessages();
  const label = isRequired ? `${name} · ${words.needed}` : name;
  if (kind === 'choice' || kind === 'boolean') {
    const options =
      kind === 'choice'
        ? choices.map((value) => ({ value, label: value }))
        : [true, false].map((value) => ({ value: String(value), label: flow.booleans[value ? 'yes' : 'no'] }));
    return (
      <Select
        {...{ label, faults }}
        value={text}
        data-param={name}
        options={[{ value: '', label: words.default }, ...options]}
        onChoose={onType}
      />
    );
  }
  if (kind === 'number' && !isList) {
    // Not of type "number": a text with {{ }} in it may stand here as well.
    return (
      <TextField
        {...{ label, faults }}
        value={text}
        data-param={name}
        inputMode="decimal"
        onChange={(event) => onType(event.target.value)}
      />
    );
  }
  return (
    <JsonOrText
      key={name}
      {...{ label, faults, onType }}
      name={name}
      text={text}
      isJson={kind === 'json' && !isList}
      note={isList ? words.perLine : undefined}
    />
  );
}

interface AreaProps extends Pick<ParamProps, 'faults' | 'onType'> {
  readonly label: string;
  readonly name: string;
  readonly text: string;
  readonly isJson: boolean;
  readonly note: string | undefined;
}

/** JSON stays as it is typed while it means what is kept: set in order while somebody writes, it would run away under the cursor. */
function JsonOrText({ label, name, faults, text, isJson, note, onType }: AreaProps) {
  const [typed, setTyped] = useState(text);
  const isMeant = isJson && JSON.stringify(parsed(typed)) === JSON.stringify(parsed(text));
  return (
    <TextArea
      {...{ label, faults }}
      value={isMeant ? typed : text}
      note={isJson ? 'JSON' : note}
      rows={isJson || text.length > 60 ? 4 : 2}
      data-param={name}
      onChange={(event) => {
        setTyped(event.target.value);
        onType(event.target.value);
      }}
    />
  );
}
