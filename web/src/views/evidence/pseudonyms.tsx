/** Pseudonyms: with a key, everything that is saved has tokens in the place of e-mail addresses, names and IP addresses. */
import type { JSX } from 'preact';
import { save } from '../../base/save.ts';
import { visible } from '../../base/text.ts';
import { makePseudonymKey, pseudonyms, usePseudonyms } from '../../engine/session.ts';
import { OpenFiles } from '../../widgets/open-files.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { notice } from '../saving.ts';
import { record } from './log.ts';

const FILE = 'touchstone-pseudonyms.key';

/** The panel. */
export function PseudonymsPanel(): JSX.Element {
  const id = pseudonyms.value;
  return (
    <Panel title="Pseudonyms">
      <div class="case-form" data-pseudonyms={id ?? 'none'}>
        <p>
          With a key, e-mail addresses, names and IP addresses are tokens in every table, report and bundle
          that is saved or copied. The files of the case and of the tuning keep the names, because they are
          opened again; pictures are not saved, and print shows the screen. One text has one token. Only the
          key turns them back: <code>touchstone reveal --key KEYFILE FILE</code>. Keep it apart from the
          files.
        </p>
        <p role="status">
          {id === null ? (
            'No key is in use: files have the names.'
          ) : (
            <>
              In use: the key <code>{id}</code>.
            </>
          )}
        </p>
        <div class="case-actions">
          <button type="button" class="button" onClick={() => void make()}>
            Make a key
          </button>
          <OpenFiles
            text="Open key"
            label="Open a key of pseudonyms"
            choose="key"
            accept=".key,.txt"
            onFiles={([file]) => file && void open(file)}
          />
          {id !== null && (
            <button type="button" class="button" onClick={() => void take(null)}>
              Stop using it
            </button>
          )}
        </div>
      </div>
    </Panel>
  );
}

async function make(): Promise<void> {
  const text = await makePseudonymKey();
  save(new Blob([text], { type: 'text/plain' }), FILE);
  if (!(await take(text))) return;
  record('exported', `${FILE}, the key ${pseudonyms.value}`);
  notice.value = { text: `Saved ${FILE}; it is in use`, error: false };
}

async function open(file: File): Promise<void> {
  const name = visible(file.name);
  if (await take(await file.text(), `${name}: `)) {
    notice.value = { text: `Opened the key ${pseudonyms.value} of ${name}; it is in use`, error: false };
  }
}

/** Uses a key, or none; whether that is so now. */
async function take(key: string | null, of = ''): Promise<boolean> {
  try {
    await usePseudonyms(key);
    return true;
  } catch (error) {
    notice.value = { text: `${of}${error instanceof Error ? error.message : error}`, error: true };
    return false;
  }
}
