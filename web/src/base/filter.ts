/** What is selected, and the few ways in which a click changes it. Every function returns a new filter. */

/** One column's part of a filter; the shape is the engine's. */
export type Term = { column: string; values: (string | null)[]; exclude: boolean };

/** Half-open, in milliseconds since 1970 UTC. */
export type TimeRange = { fromMs: number; untilMs: number };

/** A conjunction of terms and a time range. */
export type Filter = { terms: Term[]; time: TimeRange | null };

/** A column and one of its values: what a leader, a cell or a chip stands for. */
export type Choice = { column: string; value: string | null; exclude: boolean };

/** The filter that selects everything. */
export const NO_FILTER: Filter = { terms: [], time: null };

/** Whether the filter selects everything. */
export function isUnfiltered(filter: Filter): boolean {
  return filter.time === null && filter.terms.length === 0;
}

/** Adds the choice, or removes it when it is there; choosing what is excluded turns it round. */
export function toggleChoice(filter: Filter, choice: Choice): Filter {
  const held = hasChoice(filter, choice);
  const opposite = { ...choice, exclude: !choice.exclude };
  const without = dropChoice(dropChoice(filter, choice), opposite);
  return held ? without : addChoice(without, choice);
}

/** Whether the filter names this value in this sense. */
export function hasChoice(filter: Filter, choice: Choice): boolean {
  return filter.terms.some(
    (term) =>
      term.column === choice.column && term.exclude === choice.exclude && term.values.includes(choice.value),
  );
}

/** The filter without this choice; a term that loses its last value goes. */
export function dropChoice(filter: Filter, choice: Choice): Filter {
  const terms = filter.terms
    .map((term) =>
      term.column === choice.column && term.exclude === choice.exclude
        ? { ...term, values: term.values.filter((value) => value !== choice.value) }
        : term,
    )
    .filter((term) => term.values.length > 0);
  return { ...filter, terms };
}

/** The filter with its time range set, or lifted with `null`. */
export function withTime(filter: Filter, time: TimeRange | null): Filter {
  return { ...filter, time: time !== null && time.untilMs > time.fromMs ? time : null };
}

function addChoice(filter: Filter, choice: Choice): Filter {
  const at = filter.terms.findIndex(
    (term) => term.column === choice.column && term.exclude === choice.exclude,
  );
  const found = filter.terms[at];
  if (!found) {
    const { column, value, exclude } = choice;
    return { ...filter, terms: [...filter.terms, { column, values: [value], exclude }] };
  }
  const terms = [...filter.terms];
  terms[at] = { ...found, values: [...found.values, choice.value] };
  return { ...filter, terms };
}
