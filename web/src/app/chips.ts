/** The filter as chips. */
import { dropChoice, type Filter, withTime } from '../base/filter.ts';
import { formatTimeShort } from '../base/format.ts';
import { shorten, visible } from '../base/text.ts';
import { formatName, shortName } from '../views/columns.ts';
import { go } from '../views/desk.ts';
import type { Chip } from '../widgets/chips.tsx';

/** A chip per value and one for the time. */
export function chipsOf(filter: Filter): Chip[] {
  const chips: Chip[] = [];
  if (filter.time) {
    const { fromMs, untilMs } = filter.time;
    const value = `${formatTimeShort(fromMs)} – ${formatTimeShort(untilMs)}`;
    const remove = (): void => go({ filter: withTime(filter, null) });
    chips.push({ key: 'time', name: 'time', value, exclude: false, title: `time: ${value} UTC`, remove });
  }
  for (const { column, values, exclude } of filter.terms) {
    for (const value of values) {
      const name = visible(shortName(column));
      const text = valueText(column, value);
      chips.push({
        key: `${exclude ? '-' : '+'}${column}\n${value === null ? '' : `=${value}`}`,
        name,
        value: shorten(text, 36),
        exclude,
        title: `${name}: ${text}`,
        remove: () => go({ filter: dropChoice(filter, { column, value, exclude }) }),
      });
    }
  }
  return chips;
}

function valueText(column: string, value: string | null): string {
  if (value === null) return '(none)';
  if (value === '') return '(empty)';
  return visible(column === 'format' ? formatName(value) : value);
}
