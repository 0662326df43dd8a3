/** Light or dark: as the system says, until the reader says otherwise. The choice is not kept. */
import { computed, signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');
const preferred = signal<Theme>(system.matches ? 'dark' : 'light');
const chosen = signal<Theme | null>(null);

system.addEventListener('change', () => {
  preferred.value = system.matches ? 'dark' : 'light';
});

/** The theme on screen. */
export const theme = computed<Theme>(() => chosen.value ?? preferred.value);

/** Turns to the other theme. */
export function toggleTheme(): void {
  const next = theme.value === 'dark' ? 'light' : 'dark';
  // Before anything is drawn again: the chart reads its colours from the stylesheet.
  document.documentElement.dataset.theme = next;
  chosen.value = next;
}
