/** The text in the box, while it is another than the present filter. */
import { signal } from '@preact/signals';

/** What is typed and not applied yet; null: the box shows the present filter. */
export const draft = signal<string | null>(null);
