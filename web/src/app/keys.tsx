/** The sheet of keys, made from the list of commands. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { CrossIcon } from '../widgets/icons.tsx';
import { COMMANDS, keysShown, show } from './commands.ts';

/** The dialogue; the browser keeps the focus in it and closes it on Esc. */
export function KeySheet(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = keysShown.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const groups = [...new Set(COMMANDS.map(({ group }) => group))];
  return (
    <dialog class="keys-sheet" ref={dialog} aria-label="Keys" onClose={() => show(false)}>
      <header class="panel-head">
        <h2>Keys</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={() => show(false)}>
          <CrossIcon />
        </button>
      </header>
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
    </dialog>
  );
}
