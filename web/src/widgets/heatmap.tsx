/** Counts by hour and day of the week as a grid of squares. One tab stop; arrows move, Enter chooses. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { formatCounted } from '../base/format.ts';

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

type HeatmapProps = {
  label: string;
  /** 168 counts, from Monday's first hour on. */
  counts: number[];
  noun: string;
  /** Called with the hour of the week; without it, nothing can be clicked. */
  onChoose?: ((hour: number) => void) | undefined;
};

/** The grid. A square's strength is the square root of its count, so that few events beside many can be seen. */
export function Heatmap({ label, counts, noun, onChoose }: HeatmapProps): JSX.Element {
  const most = counts.reduce((max, count) => Math.max(max, count), 0);
  const [active, setActive] = useState(0);
  const table = useRef<HTMLTableElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 24, ArrowUp: -24 }[event.key];
    if (step === undefined) return;
    const next = active + step;
    if (next >= 0 && next < counts.length) {
      setActive(next);
      table.current?.querySelector<HTMLElement>(`[data-hour="${next}"] button`)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <table class="heatmap" aria-label={label} ref={table} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          <td />
          {HOURS.map((hour) => (
            <th key={hour} scope="col">
              {hour % 3 === 0 ? hour : <span class="hidden">{hour}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {WEEKDAYS.map((day, at) => (
          <tr key={day}>
            <th scope="row" aria-label={day}>
              {day.slice(0, 3)}
            </th>
            {HOURS.map((hour) => {
              const place = at * 24 + hour;
              const count = counts[place] ?? 0;
              const name = `${day} ${String(hour).padStart(2, '0')}:00: ${formatCounted(count, noun)}`;
              const strength = most > 0 ? Math.sqrt(count / most) : 0;
              return (
                <td key={hour} data-hour={place} data-count={count}>
                  <button
                    type="button"
                    title={name}
                    aria-label={name}
                    aria-disabled={!onChoose || count === 0}
                    tabIndex={place === active ? 0 : -1}
                    style={{ '--strength': strength.toFixed(3) }}
                    class={count > 0 ? 'some' : undefined}
                    onFocus={() => setActive(place)}
                    onClick={() => count > 0 && onChoose?.(place)}
                  />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
