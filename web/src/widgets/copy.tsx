/** A button that copies text to the clipboard and reports success. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CheckIcon, CopyIcon } from './icons.tsx';

/** The button; `what` completes its label: “Copy original record”. */
export function CopyButton({
  text,
  what,
  children,
}: {
  text: string;
  what: string;
  children?: ComponentChildren;
}): JSX.Element {
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 1600);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setState('done'),
      () => setState('failed'),
    );
  };
  const label =
    state === 'done' ? 'Copied' : state === 'failed' ? 'The browser refused to copy' : `Copy ${what}`;
  return (
    <button
      type="button"
      class={children ? 'button small' : 'icon-button'}
      aria-label={label}
      title={label}
      onClick={copy}
    >
      {state === 'done' ? <CheckIcon /> : <CopyIcon />}
      {children && <span>{state === 'failed' ? 'Refused' : children}</span>}
    </button>
  );
}
