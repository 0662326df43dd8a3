/** The text in the filter box while it differs from the current filter. */
import { signal } from '@preact/signals';

/** Typed text that is not applied yet; null shows the current filter. */
export const draft = signal<string | null>(null);
