import { type PortType } from '../../contracts/node-type.js';
import { type OnItemError } from '../../contracts/workflow-map.events.js';
import { NodeFailure, type NodeOutcome, type TypedValue } from '../../nodes/node-type.js';

/** How the work on an item has ended; null: it never began. */
export type ItemOutcome = {
  readonly output: TypedValue | null;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
} | null;

export interface MapPolicy {
  readonly onItemError: OnItemError;
  readonly tolerate: number | null;
  readonly listType: PortType;
}

/** What comes out of a map, items in their order. @throws NodeFailure `items_failed` where more failed than may */
export function resultsOf(ends: readonly ItemOutcome[], { onItemError, tolerate, listType }: MapPolicy): NodeOutcome {
  const failed = ends.flatMap((end, index) => (end?.error ? [{ index, ...end.error }] : []));
  const [first] = failed;
  if (first && failed.length > (onItemError === 'fail' ? 0 : (tolerate ?? Infinity))) {
    const message = `${failed.length} of ${ends.length} items failed; item ${first.index}: ${first.message} (${first.code})`;
    throw new NodeFailure('items_failed', message, first.retryable);
  }
  const list = ends.flatMap((end) => (end?.output ? [end.output.value] : onItemError === 'null' ? [null] : []));
  return {
    outputs: {
      list: { type: listType, value: list },
      failed: { type: 'json', value: failed.map(({ index, code, message }) => ({ index, code, message })) },
      count: { type: 'number', value: ends.length - failed.length },
    },
  };
}
