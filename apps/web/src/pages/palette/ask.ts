const listeners = new Set<() => void>();

/** Opens the palette from wherever somebody presses a button for it. */
export const askPalette = (): void => listeners.forEach((listener) => listener());

export function onPaletteAsked(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
