/** Light or dark: the system's setting until the user chooses. The choice is not stored. */
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

/** Switches the theme. */
export function toggleTheme(): void {
  setTheme(theme.value === 'dark' ? 'light' : 'dark');
}

/** Sets the theme. */
export function setTheme(next: Theme): void {
  // Set before redrawing, because the chart reads its colours from the style sheet.
  document.documentElement.dataset.theme = next;
  chosen.value = next;
}
