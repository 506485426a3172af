import { useSyncExternalStore } from 'react';

/** Sets of clips that were ordered here and not yet read: over a reload, and in every tab. */
const KEY = 'kadr.clip-sets';
const CHANGED = 'kadr-clip-sets';

const isId = (value: unknown): value is string => typeof value === 'string' && /^[\da-f-]{36}$/.test(value);

function read(): string {
  return localStorage.getItem(KEY) ?? '[]';
}

function idsOf(text: string): readonly string[] {
  try {
    const ids: unknown = JSON.parse(text);
    return Array.isArray(ids) ? ids.filter(isId) : [];
  } catch {
    return [];
  }
}

function keep(ids: readonly string[]): void {
  localStorage.setItem(KEY, JSON.stringify(ids));
  dispatchEvent(new Event(CHANGED));
}

export const addSet = (id: string): void => keep([...idsOf(read()), id]);
export const removeSet = (id: string): void => keep(idsOf(read()).filter((one) => one !== id));

function subscribe(listener: () => void): () => void {
  addEventListener(CHANGED, listener);
  addEventListener('storage', listener);
  return () => {
    removeEventListener(CHANGED, listener);
    removeEventListener('storage', listener);
  };
}

export const useSets = (): readonly string[] => idsOf(useSyncExternalStore(subscribe, read));
