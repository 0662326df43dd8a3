/** The top bar: name, filter, export, adding files, theme, keys. */
import type { JSX } from 'preact';
import { NO_FILTER } from '../base/filter.ts';
import type { Table } from '../engine/generated.ts';
import { contents } from '../engine/session.ts';
import { type Savable, SaveRow } from '../views/export.tsx';
import { FILES_ID, FOLDER_ID, takeInput } from '../views/file-input.ts';
import { FilterBar } from '../views/filter/bar.tsx';
import { FilterBox } from '../views/filter/box.tsx';
import { ZoneChooser } from '../views/people/zone.tsx';
import { saving } from '../views/saving.ts';
import { address, filtered, frameTable, shownTable } from '../views/state.ts';
import { theme, toggleTheme } from '../views/theme.ts';
import { FileIcon, FolderIcon, Mark, SaveIcon, ThemeIcon } from '../widgets/icons.tsx';
import { Popover } from '../widgets/popover.tsx';
import { show } from './commands.ts';

/** The top bar. */
export function Header(): JSX.Element {
  return (
    <header class="header">
      <a class="brand" href="#/start" title="Start">
        <Mark />
        <span>Touchstone</span>
      </a>
      <FilterBox />
      <div class="header-tools">
        <ZoneChooser label="" />
        <Popover
          class="header-export end"
          name="Export"
          label={
            <>
              <SaveIcon />
              <span>Export</span>
            </>
          }
          disabled={contents.value === null || saving.value !== null}
        >
          {(close) => (
            <>
              {savables().map((savable) => (
                <SaveRow key={savable.title} {...savable} close={close} />
              ))}
              <p class="save-note">Times in files are in UTC.</p>
            </>
          )}
        </Popover>
        <label class="button file" title="Add files (a)">
          <FileIcon />
          <span>Add files</span>
          <input
            id={FILES_ID}
            type="file"
            aria-label="Add files"
            multiple
            onChange={(event) => takeInput(event.currentTarget)}
          />
        </label>
        <label class="button file" title="Add a folder (A)">
          <FolderIcon />
          <span>Add folder</span>
          <input
            id={FOLDER_ID}
            type="file"
            aria-label="Add folder"
            multiple
            {...{ webkitdirectory: true }}
            onChange={(event: { currentTarget: HTMLInputElement }) => takeInput(event.currentTarget)}
          />
        </label>
        <button
          type="button"
          class="icon-button framed"
          aria-label={theme.value === 'dark' ? 'Light theme' : 'Dark theme'}
          title={theme.value === 'dark' ? 'Light theme (d)' : 'Dark theme (d)'}
          onClick={toggleTheme}
        >
          <ThemeIcon />
        </button>
        <button
          type="button"
          class="icon-button framed"
          aria-label="Help"
          title="Filters and keys (?)"
          onClick={() => show(true)}
        >
          ?
        </button>
      </div>
      <FilterBar />
    </header>
  );
}

/** The entries of the export menu: the table on screen and the frames behind the view. */
function savables(): Savable[] {
  const shown = shownTable.value;
  const { view, service } = address.value;
  const frames = [null, ...(view === 'services' && service !== null ? [service] : [])];
  const list: Savable[] = shown ? [{ title: shown.title, what: whole(shown.table) }] : [];
  for (const frame of frames) {
    const title = frame === null ? 'Silver' : `Gold ${frame}`;
    if (filtered.value) list.push({ title: `${title}, filtered`, what: whole(frameTable(frame)) });
    list.push({
      title: `${title}, everything`,
      what: whole({ ...frameTable(frame), filter: NO_FILTER }),
    });
  }
  return list;
}

function whole(table: Table): Savable['what'] {
  return { kind: 'table', table };
}
