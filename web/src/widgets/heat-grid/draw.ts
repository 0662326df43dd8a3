/** Draws the cells of a heat grid on a canvas: thousands of them are no elements. */
import { resolveColour } from '../histogram/colours.ts';

/** What is drawn of a row. */
export type HeatRow = {
  /** How many events each cell has. */
  counts: number[];
  /** Whether each cell is marked. */
  marks: boolean[];
};

/** Sizes in pixels. */
export const ROW_HEIGHT = 18;
export const AXIS_HEIGHT = 20;
/** A label of the axis takes about this much. */
const LABEL_WIDTH = 64;
const MIN_CELL = 4;
const MAX_CELL = 48;
const GAP = 1;
const FONT = '11px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** The width of a cell where so much room is for all columns. */
export function cellWidth(columns: number, room: number): number {
  return Math.min(MAX_CELL, Math.max(MIN_CELL, Math.floor(room / Math.max(1, columns))));
}

/** The column and the row at a place of the canvas; a row of -1 is the axis. */
export function cellAt(x: number, y: number, width: number): { row: number; column: number } {
  return { row: Math.floor((y - AXIS_HEIGHT) / ROW_HEIGHT), column: Math.floor(x / width) };
}

type Grid = {
  rows: HeatRow[];
  columns: number;
  width: number;
  /** The label of a column on the axis, given how many columns lie between two labels. */
  tick(column: number, every: number): string;
  /** The cell that keys act on. */
  active: { row: number; column: number } | null;
};

/** Draws everything. A cell's strength is the square root of its share of the row's largest. */
export function drawGrid(canvas: HTMLCanvasElement, { rows, columns, width, tick, active }: Grid): void {
  const scale = devicePixelRatio || 1;
  const [wide, tall] = [columns * width, AXIS_HEIGHT + rows.length * ROW_HEIGHT];
  canvas.width = Math.ceil(wide * scale);
  canvas.height = Math.ceil(tall * scale);
  canvas.style.width = `${wide}px`;
  canvas.style.height = `${tall}px`;
  const context = canvas.getContext('2d');
  const host = canvas.parentElement;
  if (!context || !host) return;
  context.scale(scale, scale);
  const [heat, mark, ground, ink] = ['--accent-line', '--ink', '--sunk', '--ink-3'].map((name) =>
    resolveColour(host, name),
  ) as [string, string, string, string];
  drawAxis(context, { columns, width, tick, wide, ink });
  const box = { width: Math.max(1, width - GAP), height: ROW_HEIGHT - 2 * GAP };
  rows.forEach(({ counts, marks }, row) => {
    const y = AXIS_HEIGHT + row * ROW_HEIGHT + GAP;
    const most = counts.reduce((max, count) => Math.max(max, count), 0);
    counts.forEach((count, column) => {
      const x = column * width;
      context.fillStyle = ground;
      context.fillRect(x, y, box.width, box.height);
      if (count > 0) {
        context.globalAlpha = 0.16 + 0.84 * Math.sqrt(count / most);
        context.fillStyle = heat;
        context.fillRect(x, y, box.width, box.height);
        context.globalAlpha = 1;
      }
      if (marks[column]) drawMark(context, x, y, box, mark, count > 0);
    });
  });
  if (active) {
    context.strokeStyle = mark;
    context.lineWidth = 2;
    context.strokeRect(
      active.column * width,
      AXIS_HEIGHT + active.row * ROW_HEIGHT + GAP,
      box.width,
      box.height,
    );
  }
}

type Axis = Pick<Grid, 'columns' | 'width' | 'tick'> & { wide: number; ink: string };

function drawAxis(context: CanvasRenderingContext2D, { columns, width, tick, wide, ink }: Axis): void {
  context.font = FONT;
  context.fillStyle = ink;
  const every = Math.ceil(LABEL_WIDTH / width);
  let free = 0;
  for (let column = 0; column < columns; column += 1) {
    const text = tick(column, every);
    const x = column * width;
    const length = text === '' ? 0 : context.measureText(text).width;
    if (text === '' || x < free || x + length > wide) continue;
    context.fillText(text, x, AXIS_HEIGHT - 7);
    free = x + length + 8;
  }
}

/** A marked cell is framed and struck through; one that is marked in part has a bar at its foot. */
function drawMark(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  { width, height }: { width: number; height: number },
  colour: string,
  inPart: boolean,
): void {
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  if (inPart || width < 5) {
    context.fillRect(x, inPart ? y + height - 3 : y, width, inPart ? 3 : height);
    return;
  }
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
  context.beginPath();
  context.moveTo(x + 1, y + height - 1);
  context.lineTo(x + width - 1, y + 1);
  context.stroke();
}
