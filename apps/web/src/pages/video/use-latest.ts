import { useCallback, useLayoutEffect, useRef } from 'react';

/** A callback that stays the same and calls the newest one: a list of memoised parts is not drawn anew because its owner was. */
export function useLatest<A extends readonly unknown[]>(call: (...args: A) => void): (...args: A) => void {
  const latest = useRef(call);
  useLayoutEffect(() => {
    latest.current = call;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
