/** A question that the page asks before it takes away what is loaded. */
import { signal } from '@preact/signals';

export type Confirmation = {
  title: string;
  text: string;
  /** What the button that goes on says. */
  yes: string;
  run(): void;
};

/** The question on screen; null if there is none. */
export const confirming = signal<Confirmation | null>(null);
