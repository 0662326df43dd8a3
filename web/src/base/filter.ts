/** The little that the page itself knows about filters. The core parses, edits and completes their text. */

/** Half-open, in milliseconds since 1970 UTC. */
export type TimeRange = { fromMs: number; untilMs: number };

/** The filter that selects everything. */
export const NO_FILTER = '';

/** How a click changes the filter: only this value, this value as well, or everything without it. */
export type Choice = 'only' | 'also' | 'without';

/** The choice of a click: Alt excludes, Shift adds to the list. */
export function choiceOf(event: { altKey: boolean; shiftKey: boolean }): Choice {
  if (event.altKey) return 'without';
  return event.shiftKey ? 'also' : 'only';
}

/** Inserts a candidate into a text; returns both text and cursor. Positions are UTF-16 units. */
export function complete(
  text: string,
  candidate: string,
  start: number,
  end: number,
): { text: string; cursor: number } {
  return { text: text.slice(0, start) + candidate + text.slice(end), cursor: start + candidate.length };
}
