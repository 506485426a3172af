import { table } from '#platform/json';
import { ownMember, unstorableTexts } from '#platform';
import { type GraphNode } from '../../contracts/graph.js';
import { isRequired } from '../../graph/application/input-schema.js';
import { inputName, isUuidText, refusedValue } from '../../graph/domain/validate/values.js';
import { AN_ADDRESS } from '../../nodes/input/asset.node.js';
import { type TypedValue } from '../../nodes/node-type.js';
import { FaultyInputs, type PlacedFault } from '../../shared/domain/refusals.js';

const TYPES: Readonly<Record<string, TypedValue['type']>> = table({
  'Input.Text': 'text',
  'Input.Number': 'number',
  'Input.Boolean': 'boolean',
  'Input.Json': 'json',
  'Input.Asset': 'text',
});

/**
 * Values of a run by the names of its inputs.
 * @param isRead whether anything of the run reads an input of that name: one that nothing reads need not be given
 * @throws FaultyInputs with all that is wrong
 */
export function resolveInputs(
  nodes: readonly Pick<GraphNode, 'id' | 'type' | 'params'>[],
  given: unknown,
  isRead: (name: string) => boolean = () => true,
): ReadonlyMap<string, TypedValue> {
  const inputs = new Map(
    nodes.flatMap((node) => {
      const known = { id: node.id, type: node.type, params: node.params ?? {} };
      const name = inputName(known);
      return name === null ? [] : [[name, known] as const];
    }),
  );
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  if (given !== undefined && !isObject) throw new FaultyInputs([faultAt('inputs', 'must be an object with values by name')]);
  const values = new Map(Object.entries(given ?? {}));
  const faults = [...values.keys()]
    .filter((name) => !inputs.has(name))
    .map((name) => faultAt(`inputs.${name}`, `is no input of this workflow; there are: ${[...inputs.keys()].join(', ') || 'none'}`));
  const taken = new Map<string, TypedValue>();
  for (const [name, node] of inputs) {
    const value = values.get(name);
    if (value === undefined || (value === null && node.type !== 'Input.Json')) {
      if (isRequired(node) && isRead(name)) faults.push(faultAt(`inputs.${name}`, 'is required', node.id));
      continue;
    }
    const reason = refusedValue(node.type, node.params, value) ?? unstorableReason(value);
    if (reason === null) taken.set(name, isAddress(node.type, value) ? AN_ADDRESS : { type: TYPES[node.type] ?? 'json', value });
    else faults.push(faultAt(`inputs.${name}`, reason, node.id));
  }
  if (faults.length > 0) throw new FaultyInputs(faults);
  return taken;
}

const isAddress = (type: string, value: unknown): value is string =>
  type === 'Input.Asset' && typeof value === 'string' && !isUuidText(value);

/** Files that a run is given: addresses, which may be signed, and ids of assets with those that stand in the graph. By name of the input. */
export function filesIn(
  nodes: readonly GraphNode[],
  given: unknown,
): {
  readonly addresses: ReadonlyMap<string, string>;
  readonly assets: ReadonlyMap<string, string>;
  /** Ids of the nodes that stand for them. */
  readonly nodes: ReadonlyMap<string, string>;
  /** What they have to be, where nobody handles that they are something else. */
  readonly kinds: ReadonlyMap<string, string>;
} {
  const named = nodes.flatMap(({ id, type, params = {}, onError = 'fail' }) => {
    const name = type === 'Input.Asset' ? inputName({ id, type, params }) : null;
    const value = name === null ? null : (ownMember((given ?? {}) as Readonly<Record<string, unknown>>, name) ?? params['default']);
    return name !== null && typeof value === 'string' ? [{ name, value, node: id, kind: onError === 'fail' ? params['kind'] : null }] : [];
  });
  const [assets, addresses] = [named.filter(({ value }) => isUuidText(value)), named.filter(({ value }) => !isUuidText(value))];
  const byName = (files: typeof named) => new Map(files.map(({ name, value }) => [name, value]));
  const kinds = named.flatMap(({ name, kind }) => (typeof kind === 'string' ? [[name, kind] as const] : []));
  return {
    ...{ addresses: byName(addresses), assets: byName(assets), nodes: new Map(named.map(({ name, node }) => [name, node])) },
    kinds: new Map(kinds),
  };
}

const faultAt = (path: string, message: string, node?: string): PlacedFault => ({
  path,
  code: 'validation_failed',
  message,
  ...(node !== undefined && { node }),
});

/** Characters that no database keeps. */
const unstorableReason = (value: unknown): string | null =>
  unstorableTexts(value).length > 0 ? 'must be well-formed text without NUL' : null;
