/** The menu that exports what is shown: a table, a board, a chart or a detail. */
import type { JSX } from 'preact';
import { formatCount } from '../base/format.ts';
import type { Exported, ExportFormat, Question } from '../engine/generated.ts';
import { CopyIcon, SaveIcon } from '../widgets/icons.tsx';
import { Popover } from '../widgets/popover.tsx';
import { type Chart, savePng, saveSvg } from './picture.ts';
import { COPY_FORMATS, copyExport, FILE_FORMATS, SHOWN_FORMATS, saveExport, saving } from './saving.ts';
import { basisShown } from './showing-basis.ts';

/** An export and its title in the menu. */
export type Savable = { title: string; what: Exported };

type RowProps = Savable & {
  /** What is copied, if something can be. */
  copied?: Exported | null;
  /** Says which part is copied. */
  copiedTitle?: string;
  chart?: Chart | null;
  close(): void;
};

/** The rows of the menu: a title and a button per format, pictures, and formats for the clipboard. */
export function SaveRow({ title, what, copied, copiedTitle, chart, close }: RowProps): JSX.Element {
  const formats = what.kind === 'shown' ? SHOWN_FORMATS : FILE_FORMATS;
  const button = (name: string, label: string, act: () => Promise<void>, hint?: string): JSX.Element => (
    <button
      key={name}
      type="button"
      class="button small"
      aria-label={label}
      title={hint}
      onClick={() => {
        close();
        void act();
      }}
    >
      {name}
    </button>
  );
  const hintOf = (format: ExportFormat): string | undefined =>
    format === 'raw' ? 'The records themselves, byte for byte as their files have them' : undefined;
  return (
    <>
      <div class="save-row">
        <span>{title}</span>
        {formats.map(([format, name]) =>
          button(name, `Save ${title} as ${name}`, () => saveExport(what, format), hintOf(format)),
        )}
        {button(
          'Basis',
          `Basis of ${title}`,
          async () => {
            basisShown.value = { title, what };
          },
          'What it rests on: the filter, the records and the files with their SHA-256',
        )}
      </div>
      {chart && (
        <div class="save-row">
          <span>Picture</span>
          {button('PNG', `Save ${title} as PNG`, () => savePng(chart, what))}
          {button('SVG', `Save ${title} as SVG`, () => saveSvg(chart, what))}
        </div>
      )}
      {copied && (
        <div class="save-row">
          <span>
            <CopyIcon /> {copiedTitle ?? 'Copy'}
          </span>
          {COPY_FORMATS.map(([format, name]) =>
            button(name, `${copiedTitle ?? `Copy ${title}`} as ${name}`, () => copyExport(copied, format)),
          )}
        </div>
      )}
    </>
  );
}

/** A menu with a single export. */
export function SaveMenu(props: Omit<RowProps, 'close'> & { small?: boolean }): JSX.Element {
  return (
    <Popover
      class={props.small ? 'end small' : 'end'}
      floating={props.small ?? false}
      name={`Export ${props.title}`}
      label={
        <>
          <SaveIcon />
          {!props.small && <span>Export</span>}
        </>
      }
      disabled={saving.value !== null}
    >
      {(close) => <SaveRow {...props} close={close} />}
    </Popover>
  );
}

/** Files hold so many rows of a list whose length only memory bounds. */
export const MOST_ROWS = 100_000;

/** The title of a list in a file, which says where the file ends before the list. */
export function titleOf(title: string, total: number): string {
  return total > MOST_ROWS ? `${title}, the first ${formatCount(MOST_ROWS)} of ${formatCount(total)}` : title;
}

type ShownProps = {
  title: string;
  /** The question whose answer is shown; as a function, so that the menu alone is redrawn when it changes. */
  question: Question | (() => Question);
  /** Where in the answer: names of members, or `member=value` for an object of a list. */
  part: string[];
  chart?: Chart | null;
};

/** The menu of what is shown of an answer. */
export function ShownMenu({ title, question, part, chart = null }: ShownProps): JSX.Element {
  const asked = typeof question === 'function' ? question() : question;
  const what: Exported = { kind: 'shown', title, question: asked, part };
  return <SaveMenu small title={title} what={what} copied={what} chart={chart} />;
}
