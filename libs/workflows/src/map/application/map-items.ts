import { type MapOpened } from '../../contracts/workflow-map.events.js';
import { ExpressionRefused } from '../../graph/application/cel-bounds.js';
import { evaluateExpression } from '../../graph/application/templates.js';
import { itemOfType } from '../../graph/domain/coercions.js';
import { USUAL_CONCURRENCY, USUAL_MAX_ITEMS } from '../../nodes/flow/map.node.js';
import { NodeFailure, type TypedValue } from '../../nodes/node-type.js';
import { type PreparedNode } from '../../run/application/node-calls.js';
import { type SegmentsValue } from '../../contracts/values.js';

/** What is gone through, and how. */
export interface MapPlan extends Pick<MapOpened['data'], 'concurrency' | 'onItemError' | 'tolerate'> {
  readonly items: readonly TypedValue[];
}

/** @throws NodeFailure `type_mismatch`, `too_many_items`, and whatever the filter comes to */
export function planMap({ call: { params, inputs }, scope }: PreparedNode): MapPlan {
  const [list] = inputs['list'] ?? [];
  const values = list ? valuesOf(list) : [];
  const maxItems = typeof params['maxItems'] === 'number' ? params['maxItems'] : USUAL_MAX_ITEMS;
  if (values.length > maxItems) throw new NodeFailure('too_many_items', `the list has ${values.length} items; ${maxItems} at most`);
  const type = itemOfType(list?.type ?? 'json');
  const { filter, concurrency, onItemError } = params;
  const items = values.filter((item, index) => isTaken(filter, { ...scope, item, index })).map((value) => ({ type, value }));
  return {
    items,
    concurrency: typeof concurrency === 'number' ? concurrency : USUAL_CONCURRENCY,
    onItemError: onItemError === 'skip' || onItemError === 'null' ? onItemError : 'fail',
    tolerate: toleratedOf(params['tolerate'], items.length),
  };
}

function valuesOf({ type, value }: TypedValue): readonly unknown[] {
  const values = type === 'segments' ? (value as SegmentsValue).segments : value;
  if (!Array.isArray(values)) throw new NodeFailure('type_mismatch', 'what is to be gone through is no list');
  return values as unknown[];
}

function isTaken(filter: unknown, scope: Readonly<Record<string, unknown>>): boolean {
  if (typeof filter !== 'string') return true;
  try {
    return evaluateExpression(filter, scope) === true;
  } catch (error) {
    if (!(error instanceof ExpressionRefused)) throw error;
    throw new NodeFailure(error.code, `filter, item ${String(scope['index'])}: ${error.message}`);
  }
}

function toleratedOf(tolerate: unknown, count: number): number | null {
  if (typeof tolerate === 'number') return tolerate;
  return typeof tolerate === 'string' ? Math.floor((count * Number.parseInt(tolerate, 10)) / 100) : null;
}
