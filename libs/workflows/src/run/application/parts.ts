/** Parts of a graph: what is needed for some of its nodes, and what is given instead of being made. */
import { type WorkflowDocument } from '../../contracts/graph.js';
import { type NodeCatalogue } from '../../contracts/node-type.js';
import { type RunTopology } from '../../contracts/workflow-run.events.js';
import { expressionChecks } from '../../graph/application/templates.js';
import { fallbackValue } from '../../graph/domain/convert.js';
import { isExpression, textsOf } from '../../graph/domain/links.js';
import { inputName } from '../../graph/domain/validate/values.js';
import { type TypedValue } from '../../nodes/node-type.js';
import { FaultyInputs, type PlacedFault } from '../../shared/domain/refusals.js';
import { neededFor } from '../domain/followers.js';

const faultAt = (path: string, message: string, node?: string): PlacedFault => ({
  path,
  code: 'validation_failed',
  message,
  ...(node !== undefined && { node }),
});

export type GivenPins = ReadonlyMap<string, Readonly<Record<string, TypedValue>>>;

/** Results by node and port, as they are written. @throws FaultyInputs with all that is wrong */
export function readPins(pins: unknown, { graph }: WorkflowDocument, types: NodeCatalogue): GivenPins {
  const faults: PlacedFault[] = [];
  const read = new Map<string, Readonly<Record<string, TypedValue>>>();
  if (pins === undefined) return read;
  if (!isRecord(pins)) throw new FaultyInputs([faultAt('pins', 'must be an object with results by node and port')]);
  for (const [id, ports] of Object.entries(pins)) {
    const node = graph.nodes.find((one) => one.id === id);
    if (!node || !isRecord(ports)) {
      faults.push(faultAt(`pins.${id}`, node ? 'must be an object with values by port' : 'is no node of this workflow', node?.id));
      continue;
    }
    const facts = types.find(node.type);
    const values: Record<string, TypedValue> = {};
    for (const [name, value] of Object.entries(ports)) {
      const port = facts?.outputs.find((one) => one.name === name);
      const typed = fallbackValue(port, value);
      if (typed) values[name] = typed;
      else faults.push(faultAt(`pins.${id}.${name}`, port ? `cannot stand in for ${port.type}` : 'is no port of this node', id));
    }
    read.set(id, values);
  }
  if (faults.length > 0) throw new FaultyInputs(faults);
  return read;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is left of a graph when only some of its nodes are wanted. @throws FaultyInputs */
export function partOf(topology: RunTopology, until: readonly string[] | null, pins: ReadonlySet<string>): RunTopology {
  const unknown = (until ?? []).flatMap((id, at) =>
    topology.nodes.some((node) => node.id === id) ? [] : [faultAt(`until.${at}`, 'is no node of this workflow')],
  );
  if (unknown.length > 0) throw new FaultyInputs(unknown);
  if (until === null && pins.size === 0) return topology;
  const followed = new Set(topology.edges.map(({ from }) => from));
  const isTarget = (id: string, index: number): boolean => (until ? until.includes(id) : !followed.has(index));
  const targets = topology.nodes.flatMap(({ id }, index) => (isTarget(id, index) ? [index] : []));
  const named = until ? [] : (topology.outputs ?? []).map(({ node }) => node);
  const kept = [...neededFor(topology, [...targets, ...named], pins)].sort((a, b) => a - b);
  const placeOf = new Map(kept.map((index, place) => [index, place]));
  const at = (index: number): number => placeOf.get(index) ?? -1;
  return {
    nodes: kept.flatMap((index) => topology.nodes[index] ?? []),
    edges: topology.edges
      .filter(({ from, to }) => placeOf.has(from) && placeOf.has(to) && !pins.has(topology.nodes[to]?.id ?? ''))
      .map((edge) => ({ ...edge, from: at(edge.from), to: at(edge.to) })),
    outputs: until
      ? null
      : (topology.outputs?.filter(({ node }) => placeOf.has(node)).map((one) => ({ ...one, node: at(one.node) })) ?? null),
    ladders: topology.ladders,
  };
}

/**
 * Names of the inputs that a part of a graph reads: those of its input nodes and of its expressions, also inside of its maps. What was given
 * reads nothing.
 */
export function inputsRead(
  { nodes }: RunTopology,
  { graph, settings }: WorkflowDocument,
  types: NodeCatalogue,
  pins: GivenPins,
): Set<string> {
  const made = new Set(nodes.flatMap(({ id }) => (pins.has(id) ? [] : [id])));
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const isMade = (id: string | null | undefined): boolean => id != null && (made.has(id) || isMade(byId.get(id)?.parent));
  const read = graph.nodes.flatMap(({ id, type, params = {} }) => {
    if (!isMade(id)) return [];
    const facts = types.find(type);
    const texts = textsOf(params).flatMap(({ at, text }) =>
      isExpression(facts, at.slice(1)) ? expressionChecks.expression(text).inputs : expressionChecks.template(text).inputs,
    );
    return [inputName({ id, type, params }) ?? [], ...texts].flat();
  });
  const key = settings?.concurrency?.key;
  return new Set([...read, ...(key === undefined ? [] : expressionChecks.expression(key).inputs)]);
}

/**
 * One node by itself: what comes into it is given by port, and what its expressions read as `<node>.<port>`.
 * @param ports values by these names @throws FaultyInputs
 */
export function pinsForOne(
  topology: RunTopology,
  node: string,
  ports: unknown,
  { graph }: WorkflowDocument,
  types: NodeCatalogue,
): GivenPins {
  const index = topology.nodes.findIndex(({ id }) => id === node);
  if (!isRecord(ports)) throw new FaultyInputs([faultAt('inputs', 'must be an object with values by port of the node')]);
  const facts = types.find(topology.nodes[index]?.type ?? '');
  const into = topology.edges.filter(({ to }) => to === index);
  const nameOf = (edge: (typeof into)[number]): string => edge.in ?? `${topology.nodes[edge.from]?.id}.${edge.out}`;
  const names = new Set(into.map(nameOf));
  const faults = Object.keys(ports)
    .filter((name) => !names.has(name))
    .map((name) => faultAt(`inputs.${name}`, `is nothing that this node takes in; there are: ${[...names].join(', ') || 'none'}`, node));
  const pins = new Map<string, Record<string, TypedValue>>();
  const given = new Set<string>();
  for (const edge of into) {
    const id = topology.nodes[edge.from]?.id ?? '';
    const pin = pins.get(id) ?? {};
    pins.set(id, pin);
    const name = nameOf(edge);
    // Of several sources of a port the first is given; what expressions read is named by node and port.
    if (!Object.hasOwn(ports, name) || (edge.in !== null && given.has(name))) continue;
    given.add(name);
    const source = types.find(topology.nodes[edge.from]?.type ?? '')?.outputs.find((port) => port.name === edge.out);
    const typed = fallbackValue(source, ports[name]);
    if (typed) pin[edge.out] = typed;
    else faults.push(faultAt(`inputs.${name}`, `cannot stand in for ${source?.type ?? 'it'}`, node));
  }
  const required = new Set((facts?.inputs ?? []).flatMap((port) => (port.required ? [port.name] : [])));
  // Without what an expression reads the node would be skipped.
  const isNeeded = (edge: (typeof into)[number]): boolean => edge.in === null || required.has(edge.in);
  const lacking = new Set(into.filter((edge) => isNeeded(edge) && !given.has(nameOf(edge))).map(nameOf));
  faults.push(...[...lacking].map((name) => faultAt(`inputs.${name}`, 'is required', node)));
  if (faults.length > 0 || !graph.nodes.some(({ id }) => id === node)) throw new FaultyInputs(faults);
  return pins;
}

/**
 * What one node by itself is given: by port, and what its expressions read by the names of inputs. A port that something is connected to comes
 * before an input of the same name.
 */
export function aloneWith(
  topology: RunTopology,
  node: string,
  given: unknown,
  document: WorkflowDocument,
  types: NodeCatalogue,
): { readonly ports: unknown; readonly inputs: Readonly<Record<string, unknown>> } {
  if (!isRecord(given)) return { ports: given, inputs: {} };
  const index = topology.nodes.findIndex(({ id }) => id === node);
  const ports = new Set(topology.edges.flatMap((edge) => (edge.to === index ? (edge.in ?? []) : [])));
  const read = inputsRead({ ...topology, nodes: topology.nodes.slice(index, index + 1) }, document, types, new Map());
  // A file is given by whoever starts a whole run.
  for (const { id, type, params = {} } of document.graph.nodes)
    if (type === 'Input.Asset') read.delete(inputName({ id, type, params }) ?? '');
  const isInput = (name: string): boolean => read.has(name) && !ports.has(name);
  const split = (own: boolean) => Object.fromEntries(Object.entries(given).filter(([name]) => isInput(name) === own));
  return { ports: split(false), inputs: split(true) };
}
