import { fault, type GraphFault } from '../fault.js';
import { isExpression, type KnownNode, type LinkedGraph, mayNameSecrets, textsOf } from '../links.js';
import { type CheckedText, type ExpressionChecks } from '../ports.js';

export function valueFaults(graph: LinkedGraph, expressions: ExpressionChecks): GraphFault[] {
  const names = new Map<string, string>();
  const inputs = new Set(graph.nodes.map(inputName));
  return [
    ...graph.nodes.flatMap((node) => nameFaults(node, names)),
    ...graph.nodes.flatMap((node) => expressionFaults(node, { graph, inputs }, expressions)),
  ];
}

/** Name of the run input that a node stands for; null: it is none. */
export const inputName = ({ id, type, params }: Pick<KnownNode, 'id' | 'type' | 'params'>): string | null => {
  if (!type.startsWith('Input.') || type === 'Input.Stock') return null;
  return typeof params['name'] === 'string' ? params['name'] : id;
};

function nameFaults(node: KnownNode, names: Map<string, string>): GraphFault[] {
  const name = inputName(node);
  if (name === null) return [];
  const other = names.get(name);
  names.set(name, other ?? node.id);
  const faults = defaultFaults(node);
  if (other === undefined || other === node.id) return faults;
  const message = `"${name}" is the name of the input "${other}" already`;
  return [...faults, fault('input_name_taken', `${node.path}.params.name`, message, { node: node.id, related: [other] })];
}

/** A default that the input itself would refuse. */
function defaultFaults({ id, path, type, params }: KnownNode): GraphFault[] {
  if (params['default'] === undefined) return [];
  const reason = refusedValue(type, params, params['default']);
  return reason === null ? [] : [fault('invalid_default', `${path}.params.default`, reason, { node: id })];
}

/** Why an input does not take a value; null: it does. */
export function refusedValue(type: string, params: Readonly<Record<string, unknown>>, value: unknown): string | null {
  const { choices, min, max, maxLength } = params;
  if (type === 'Input.Text') {
    if (typeof value !== 'string') return 'must be a text';
    if (typeof maxLength === 'number' && value.length > maxLength) return `must have ${maxLength} characters at most`;
  }
  if (type === 'Input.Number') {
    if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
    if (typeof min === 'number' && value < min) return `must be ${min} at least`;
    if (typeof max === 'number' && value > max) return `must be ${max} at most`;
  }
  if (type === 'Input.Asset' && !isNamedFile(value)) return 'must be the id of an asset, or an address that begins with https://';
  if (type === 'Input.Boolean' && typeof value !== 'boolean') return 'must be true or false';
  if (Array.isArray(choices) && !choices.includes(value)) return `must be one of ${choices.map((one) => JSON.stringify(one)).join(', ')}`;
  return null;
}

const isNamedFile = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= 4_000 && (isUuidText(value) || /^https?:\/\//i.test(value));

export const isUuidText = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

interface Around {
  readonly graph: LinkedGraph;
  /** Names of the inputs of a run. */
  readonly inputs: ReadonlySet<string | null>;
}

function expressionFaults(node: KnownNode, around: Around, expressions: ExpressionChecks): GraphFault[] {
  const { graph } = around;
  return textsOf(node.params).flatMap(({ at, text }) => {
    const path = `${node.path}.params${at}`;
    const checked = isExpression(node.facts, at.slice(1)) ? expressions.expression(text) : expressions.template(text);
    const own = checked.faults.map(({ code, message }) => fault(code, path, message, { node: node.id }));
    return [
      ...own,
      ...secretFaults(checked, at.slice(1), path, node),
      ...itemFaults(checked, at.slice(1), path, node, graph),
      ...variableFaults(checked, path, node, around),
    ];
  });
}

/** A secret is sent, and never part of what a node says. */
function secretFaults({ secrets }: CheckedText, param: string, path: string, { id, facts }: KnownNode): GraphFault[] {
  if (secrets.length === 0 || !facts || mayNameSecrets(facts, param)) return [];
  const message = 'secrets can be named in headers of Http.Request alone';
  return [fault('unknown_variable', path, message, { node: id })];
}

/** `item` and `index` are there inside of a map, and for what it asks of each item. */
function itemFaults({ readsItem }: CheckedText, param: string, path: string, node: KnownNode, { scopes }: LinkedGraph): GraphFault[] {
  const isKnown = scopes.around(node.index).length > 0 || node.facts?.perItem?.includes(param);
  if (!readsItem || isKnown) return [];
  return [fault('unknown_variable', path, 'there is an "item" inside of a Map alone', { node: node.id })];
}

function variableFaults({ ports, inputs }: CheckedText, path: string, node: KnownNode, { graph, inputs: known }: Around): GraphFault[] {
  const faults = inputs
    .filter((name) => !known.has(name))
    .map((name) => fault('unknown_variable', path, `there is no input "${name}"`, { node: node.id }));
  for (const { node: id, port } of ports) {
    const source = graph.nodes[graph.indexOf(id) ?? -1];
    if (!source) faults.push(fault('unknown_variable', path, `there is no node "${id}"`, { node: node.id }));
    else if (source.facts && !graph.outPort(source, port)) {
      const message = `"${id}" has no port "${port}"`;
      faults.push(fault('unknown_variable', path, message, { node: node.id, related: [id] }));
    }
  }
  return faults;
}
