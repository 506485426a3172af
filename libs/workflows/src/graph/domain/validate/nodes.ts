import { fault, type GraphFault } from '../fault.js';
import { fallbackValue } from '../convert.js';
import { connectedTo, type KnownNode, type LinkedGraph, textsOf } from '../links.js';
import { type GraphPorts, type ModelChecks } from '../ports.js';

/** It stands in the events of every run. */
const MAX_FALLBACK = 1_000;

export function nodeFaults(graph: LinkedGraph, { params, hasSecret, urlRefusal }: Omit<GraphPorts, 'models'>): GraphFault[] {
  return graph.nodes.flatMap((node) => {
    const { id, path, facts } = node;
    const faults: GraphFault[] = [];
    const first = graph.nodes[graph.indexOf(id) ?? -1];
    if (first && first !== node) {
      faults.push(fault('duplicate_id', `${path}.id`, `"${id}" is the id of an earlier node`, { node: id, related: [id] }));
    }
    for (const { at, text } of textsOf({ params: node.params, fallback: node.fallback })) {
      if (hasSecret(text))
        faults.push(fault('secret_in_params', `${path}${at}`, 'holds what looks like a key or a signed link', { node: id }));
    }
    if (!facts) return [...faults, fault('unknown_type', `${path}.type`, `there is no node type "${node.type}"`, { node: id })];
    for (const { at, message } of params.faultsOf(facts, node.params)) {
      faults.push(fault('invalid_params', `${path}.params${at}`, message, { node: id }));
    }
    for (const param of facts.urls ?? []) {
      const url = node.params[param];
      const refusal = typeof url === 'string' && !url.includes('{{') ? urlRefusal(url) : null;
      if (refusal !== null) faults.push(fault('url_not_allowed', `${path}.params.${param}`, refusal, { node: id }));
    }
    return [...faults, ...fallbackFaults(node)];
  });
}

/** What only the models that there are at this moment can say. */
export const modelFaults = (graph: LinkedGraph, models: ModelChecks): GraphFault[] =>
  graph.nodes.flatMap((node) => {
    const { id, path, facts, params, index } = node;
    if (!facts) return [];
    return models.faultsOf(facts, params, connectedTo(graph, index)).map(({ code, severity, param, message }) => ({
      ...fault(code, `${path}.params.${param}`, message, { node: id }),
      severity,
    }));
  });

/** The values that stand in for a node that failed. */
function fallbackFaults({ id, path, facts, onError, fallback }: KnownNode): GraphFault[] {
  const at = `${path}.fallback`;
  if (onError !== 'fallback') {
    return fallback === null ? [] : [fault('invalid_fallback', at, 'is used with "onError": "fallback" only', { node: id })];
  }
  const ports = facts?.outputs.map(({ name }) => name) ?? [];
  if (fallback === null || Object.keys(fallback).length === 0) {
    return [fault('invalid_fallback', at, `needs a value for at least one port: ${ports.join(', ')}`, { node: id })];
  }
  return Object.entries(fallback).flatMap(([name, value]) => {
    const port = facts?.outputs.find((one) => one.name === name);
    const here = `${at}.${name}`;
    if (!port) return facts ? [fault('unknown_port', here, `has no such port; there are ${ports.join(', ')}`, { node: id })] : [];
    if (!fallbackValue(port, value)) return [fault('invalid_fallback', here, `cannot stand in for ${port.type}`, { node: id })];
    if (JSON.stringify(value).length <= MAX_FALLBACK) return [];
    return [fault('invalid_fallback', here, `has more than ${MAX_FALLBACK} characters of JSON`, { node: id })];
  });
}
