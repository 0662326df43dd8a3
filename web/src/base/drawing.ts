/** A picture of rectangles, lines and texts, drawn as SVG or on a canvas. */

/** Something that is drawn; sizes in pixels. */
export type Mark =
  | { kind: 'rect'; x: number; y: number; width: number; height: number; fill: string }
  | {
      kind: 'text';
      x: number;
      y: number;
      text: string;
      size: number;
      fill: string;
      bold?: boolean;
      anchor?: Anchor;
    };

type Anchor = 'start' | 'middle' | 'end';

export type Drawing = { width: number; height: number; font: string; marks: Mark[] };

const ALIGN: Record<Anchor, CanvasTextAlign> = { start: 'left', middle: 'center', end: 'right' };

/** How much larger than on screen a PNG is, so that it prints well. */
const PNG_SCALE = 2;

/** The picture as an SVG document. */
export function toSvg({ width, height, font, marks }: Drawing): string {
  const body = marks.map((mark) => {
    if (mark.kind === 'rect') {
      const { x, y, fill } = mark;
      return `<rect x="${round(x)}" y="${round(y)}" width="${round(mark.width)}" height="${round(mark.height)}" fill="${escaped(fill)}"/>`;
    }
    const weight = mark.bold ? ' font-weight="bold"' : '';
    const anchor = mark.anchor ?? 'start';
    return `<text x="${round(mark.x)}" y="${round(mark.y)}" font-size="${mark.size}"${weight} text-anchor="${anchor}" fill="${escaped(mark.fill)}" xml:space="preserve">${escaped(mark.text)}</text>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}">
${body.join('\n')}
</svg>
`;
}

/** The picture as a PNG. */
export function toPng({ width, height, font, marks }: Drawing): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width * PNG_SCALE;
  canvas.height = height * PNG_SCALE;
  const context = canvas.getContext('2d');
  if (!context) return Promise.reject(new Error('the browser cannot draw'));
  context.scale(PNG_SCALE, PNG_SCALE);
  for (const mark of marks) {
    context.fillStyle = mark.fill;
    if (mark.kind === 'rect') {
      context.fillRect(mark.x, mark.y, mark.width, mark.height);
    } else {
      context.font = `${mark.bold ? 'bold ' : ''}${mark.size}px ${font}`;
      context.textAlign = ALIGN[mark.anchor ?? 'start'];
      context.fillText(mark.text, mark.x, mark.y);
    }
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('the browser cannot write a PNG'));
    }, 'image/png');
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What XML allows. */
const ALLOWED = /^[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]$/u;

/** Text for XML, without the characters that it does not allow. */
function escaped(text: string): string {
  return [...text]
    .map((character) => (ALLOWED.test(character) ? character : '\ufffd'))
    .join('')
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
