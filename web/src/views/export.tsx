/** The menu that exports a table as a file. */
import type { JSX } from 'preact';
import type { Exported } from '../engine/generated.ts';
import { SaveIcon } from '../widgets/icons.tsx';
import { Popover } from '../widgets/popover.tsx';
import { FILE_FORMATS, saveExport, saving } from './saving.ts';

/** An export: its title in the menu and its file name. */
export type Savable = { title: string; file: string; what: Exported };

/** A row of the menu: a title and a button per format. */
export function SaveRow({ title, file, what, close }: Savable & { close(): void }): JSX.Element {
  return (
    <div class="save-row">
      <span>{title}</span>
      {FILE_FORMATS.map(([format, name]) => (
        <button
          key={format}
          type="button"
          class="button small"
          aria-label={`Save ${title} as ${name}`}
          title={
            format === 'raw' ? 'The records themselves, byte for byte as their files have them' : undefined
          }
          onClick={() => {
            close();
            void saveExport(what, format, file);
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

/** A menu with a single export. */
export function SaveMenu(props: Savable): JSX.Element {
  return (
    <Popover
      class="end"
      name={`Export ${props.title}`}
      label={
        <>
          <SaveIcon />
          <span>Export</span>
        </>
      }
      disabled={saving.value !== null}
    >
      {(close) => <SaveRow {...props} close={close} />}
    </Popover>
  );
}
