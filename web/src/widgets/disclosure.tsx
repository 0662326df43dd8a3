/** A part that is shown on demand, under a button that says what it is. */
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';

/** The button, and the part once it is asked for. */
export function Disclosure({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <div class="disclosure">
      <button type="button" class="disclosure-title" aria-expanded={open} onClick={() => setOpen(!open)}>
        {title}
      </button>
      {open && children}
    </div>
  );
}
