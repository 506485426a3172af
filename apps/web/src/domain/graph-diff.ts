/** How two graphs differ, node by node. Pure. */
import { type WorkflowGraphBody, type WorkflowNodeBody } from '@kadr/sdk';

export interface ChangedValue {
  /** `params.prompt`, `name`, `edges`. */
  readonly name: string;
  /** JSON; null: it is not there. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface NodeDiff {
  readonly id: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly type: string;
  readonly values: readonly ChangedValue[];
}

export interface GraphDiff {
  readonly nodes: readonly NodeDiff[];
  /** Wires, as `a.x → b.y`. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Where a node is drawn is no change of it. */
const told = ({ id: _id, position: _position, params, ...rest }: WorkflowNodeBody): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(rest).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, said(value)] as const])),
    ...Object.entries(params ?? {}).map(([name, value]) => [`params.${name}`, said(value)] as const),
  ]);

const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function changedBetween(before: WorkflowNodeBody, after: WorkflowNodeBody): ChangedValue[] {
  const [old, fresh] = [told(before), told(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((name) => old.get(name) !== fresh.get(name))
    .map((name) => ({ name, before: old.get(name) ?? null, after: fresh.get(name) ?? null }));
}

export function diffOf(before: WorkflowGraphBody, after: WorkflowGraphBody): GraphDiff {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const fresh = new Map(after.nodes.map((node) => [node.id, node]));
  const nodes = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((id): NodeDiff[] => {
    const [was, is] = [old.get(id), fresh.get(id)];
    if (!was) return is ? [{ id, kind: 'added', type: is.type, values: [] }] : [];
    if (!is) return [{ id, kind: 'removed', type: was.type, values: [] }];
    const values = changedBetween(was, is);
    return values.length === 0 ? [] : [{ id, kind: 'changed', type: is.type, values }];
  });
  const wires = ({ edges }: WorkflowGraphBody): Set<string> => new Set(edges.map(({ from, to }) => `${from} → ${to}`));
  const [wasWired, isWired] = [wires(before), wires(after)];
  return {
    nodes,
    added: [...isWired].filter((wire) => !wasWired.has(wire)),
    removed: [...wasWired].filter((wire) => !isWired.has(wire)),
  };
}

export const isSame = (before: WorkflowGraphBody, after: WorkflowGraphBody): boolean => {
  const { nodes, added, removed } = diffOf(before, after);
  return nodes.length + added.length + removed.length === 0;
};
