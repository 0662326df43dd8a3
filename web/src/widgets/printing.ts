/** Whether the page is being printed. */
import { signal } from '@preact/signals';

/** True from the moment that a print is prepared until it is over. */
export const printing = signal(false);
