/** What the page knows of filters by itself: very little. The core parses, edits and completes their text. */

/** Half-open, in milliseconds since 1970 UTC. */
export type TimeRange = { fromMs: number; untilMs: number };

/** The filter that selects everything. */
export const NO_FILTER = '';

/** How a click chooses a value: only it, it as well, or everything without it. */
export type Choice = 'only' | 'also' | 'without';

/** The choice that a click means: Alt excludes, Shift adds to the list. */
export function choiceOf(event: { altKey: boolean; shiftKey: boolean }): Choice {
  if (event.altKey) return 'without';
  return event.shiftKey ? 'also' : 'only';
}

/** A text with a candidate put in, and where the cursor then stands; places count UTF-16 units. */
export function complete(
  text: string,
  candidate: string,
  start: number,
  end: number,
): { text: string; cursor: number } {
  return { text: text.slice(0, start) + candidate + text.slice(end), cursor: start + candidate.length };
}
