/** Which basis is on screen. */
import { signal } from '@preact/signals';
import type { Exported } from '../engine/generated.ts';

/** What the dialog shows the basis of; null while it is closed. */
export const basisShown = signal<{ title: string; what: Exported } | null>(null);
