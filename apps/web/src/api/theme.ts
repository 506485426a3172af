export type Theme = 'dark' | 'light';

const KEY = 'kadr.theme';
const chosen = (): Theme | null => {
  const kept = localStorage.getItem(KEY);
  return kept === 'dark' || kept === 'light' ? kept : null;
};

/** What is shown now: what was chosen here, else what the system wishes. */
export const currentTheme = (): Theme => chosen() ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark');

export function showTheme(theme: Theme | null = chosen()): void {
  if (theme === null) return;
  localStorage.setItem(KEY, theme);
  document.documentElement.dataset['theme'] = theme;
}
