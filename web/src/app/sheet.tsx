// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The sheet behind `?`: the filter language with runnable examples, and the list of keys. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Language } from '../views/filter/language.tsx';
import { CrossIcon } from '../widgets/icons.tsx';
import { Modal } from '../widgets/modal.tsx';
import { COMMANDS, sheetShown, show } from './commands.ts';

const PARTS = ['Filters', 'Keys'] as const;

/** The dialog. */
export function Sheet(): JSX.Element {
  const [part, setPart] = useState<(typeof PARTS)[number]>('Filters');
  const open = sheetShown.value;
  return (
    <Modal name="Help" shown={open} onClose={() => show(false)}>
      <header class="panel-head">
        <span class="switch large" role="group" aria-label="Part of the sheet">
          {PARTS.map((name) => (
            <button key={name} type="button" aria-pressed={part === name} onClick={() => setPart(name)}>
              {name}
            </button>
          ))}
        </span>
        <button type="button" class="icon-button" aria-label="Close" onClick={() => show(false)}>
          <CrossIcon />
        </button>
      </header>
      {open && part === 'Filters' && <Language onRun={() => show(false)} />}
      {open && part === 'Keys' && <Keys />}
    </Modal>
  );
}

function Keys(): JSX.Element {
  const groups = [...new Set(COMMANDS.map(({ group }) => group))];
  return (
    <div class="keys-groups">
      {groups.map((group) => (
        <section key={group}>
          <h3>{group}</h3>
          <dl>
            {COMMANDS.filter((command) => command.group === group).map(({ keys, title }) => (
              <div key={title}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{title}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
