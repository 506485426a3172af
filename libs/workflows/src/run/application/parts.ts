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
): ReadonlySet<string> {
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

/** One node by itself: what comes into it is given by port. @param ports values by port of the node. @throws FaultyInputs */
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
  const faults = Object.keys(ports)
    .filter((name) => !into.some((edge) => edge.in === name))
    .map((name) => faultAt(`inputs.${name}`, 'is no port of this node that something is connected to', node));
  const pins = new Map<string, Record<string, TypedValue>>();
  const given = new Set<string>();
  for (const edge of into) {
    const id = topology.nodes[edge.from]?.id ?? '';
    const pin = pins.get(id) ?? {};
    pins.set(id, pin);
    if (edge.in === null || !Object.hasOwn(ports, edge.in) || given.has(edge.in)) continue;
    given.add(edge.in);
    const source = types.find(topology.nodes[edge.from]?.type ?? '')?.outputs.find(({ name }) => name === edge.out);
    const typed = fallbackValue(source, ports[edge.in]);
    if (typed) pin[edge.out] = typed;
    else faults.push(faultAt(`inputs.${edge.in}`, `cannot stand in for ${source?.type ?? 'it'}`, node));
  }
  const lacking = (facts?.inputs ?? []).filter(
    (port) => port.required && into.some((edge) => edge.in === port.name) && !given.has(port.name),
  );
  faults.push(...lacking.map(({ name }) => faultAt(`inputs.${name}`, 'is required', node)));
  if (faults.length > 0 || !graph.nodes.some(({ id }) => id === node)) throw new FaultyInputs(faults);
  return pins;
}
