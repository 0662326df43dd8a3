/**
 * Counts in rows and columns as a grid of coloured cells, drawn on a canvas. One tab stop; arrows move, Enter
 * chooses. A line below says what is pointed at.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { AXIS_HEIGHT, cellAt, cellWidth, drawGrid, type HeatRow, ROW_HEIGHT } from './draw.ts';

/** A row: what is drawn of it, its heading, and its key. */
export type HeatGridRow = HeatRow & { key: string; heading: ComponentChildren };

/** A cell by its place. */
export type Place = { row: number; column: number };

type HeatGridProps = {
  label: string;
  rows: HeatGridRow[];
  columns: number;
  /** The label of a column on the axis, given how many columns lie between two labels; empty for none. */
  tick(column: number, every: number): string;
  /** What a cell holds, in words. */
  said(place: Place): string;
  /** What is said where no cell is pointed at. */
  hint: string;
  /** Changes when the colours do. */
  theme: string;
  onChoose(place: Place): void;
};

/** The grid. */
export function HeatGrid(props: HeatGridProps): JSX.Element {
  const { rows, columns, theme } = props;
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [room, setRoom] = useState(0);
  const [focused, setFocused] = useState(false);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const [hover, setHover] = useState<Place | null>(null);
  const id = useId();
  const width = cellWidth(columns, room);
  const inside = ({ row, column }: Place): boolean =>
    row >= 0 && row < rows.length && column >= 0 && column < columns;
  const active = { row: Math.min(at.row, rows.length - 1), column: Math.min(at.column, columns - 1) };
  const shown = hover && inside(hover) ? hover : focused && inside(active) ? active : null;

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!canvas.current || room === 0) return;
    drawGrid(canvas.current, { rows, columns, width, tick: props.tick, active: focused ? active : null });
  }, [rows, columns, width, room, theme, focused, active.row, active.column]);

  const placeOf = (event: MouseEvent): Place | null => {
    if (!canvas.current) return null;
    const { left, top } = canvas.current.getBoundingClientRect();
    const place = cellAt(event.clientX - left, event.clientY - top, width);
    return inside(place) ? place : null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { row, column } = active;
    const to: Record<string, Place> = {
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      Home: { row, column: 0 },
      End: { row, column: columns - 1 },
    };
    const next = to[event.key];
    if (event.key === 'Enter') props.onChoose(active);
    else if (!next) return;
    else if (inside(next)) {
      setAt(next);
      setHover(null);
      reveal(host.current, next.column * width, width);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="heat-grid">
      <ul class="heat-names" aria-label={`Rows of ${props.label}`} style={{ paddingTop: `${AXIS_HEIGHT}px` }}>
        {rows.map(({ key, heading }) => (
          <li key={key} style={{ height: `${ROW_HEIGHT}px` }}>
            {heading}
          </li>
        ))}
      </ul>
      <div
        class="heat-cells"
        ref={host}
        role="application"
        aria-roledescription="heat map"
        aria-label={props.label}
        aria-describedby={id}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is interactive, and it scrolls.
        tabIndex={0}
        onKeyDown={onKeyDown}
        onMouseMove={(event) => setHover(placeOf(event))}
        onMouseLeave={() => setHover(null)}
        onClick={(event) => {
          const place = placeOf(event);
          if (!place) return;
          setAt(place);
          props.onChoose(place);
        }}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
      >
        <canvas ref={canvas} />
      </div>
      <p class="heat-said" id={id} role="status">
        {shown ? props.said(shown) : props.hint}
      </p>
    </div>
  );
}

/** Scrolls a column into view. */
function reveal(host: HTMLElement | null, left: number, width: number): void {
  if (!host) return;
  if (left < host.scrollLeft) host.scrollLeft = left;
  else if (left + width > host.scrollLeft + host.clientWidth)
    host.scrollLeft = left + width - host.clientWidth;
}
