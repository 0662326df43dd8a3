/** A titled section of a view. */
import type { ComponentChildren, JSX } from 'preact';

type PanelProps = {
  title: string;
  /** Replaces the visible title, which then only labels the panel. */
  head?: ComponentChildren;
  /** Content to the right of the title: a count, a legend, buttons. */
  aside?: ComponentChildren;
  /** The menu that exports what is shown. */
  menu?: ComponentChildren;
  children: ComponentChildren;
  class?: string;
};

/** The panel: a region that screen readers reach by its title. */
export function Panel({ title, head, aside, menu, children, class: extra }: PanelProps): JSX.Element {
  return (
    <section class={extra ? `panel ${extra}` : 'panel'} aria-label={title}>
      <header class="panel-head">
        <h2 class={head === undefined ? undefined : 'hidden'}>{title}</h2>
        {head}
        {aside !== undefined && <div class="panel-aside">{aside}</div>}
        {menu && <div class="panel-menu">{menu}</div>}
      </header>
      {children}
    </section>
  );
}

/** Says why there is nothing to show, and what to do. */
export function Empty({ children }: { children: ComponentChildren }): JSX.Element {
  return <p class="empty">{children}</p>;
}
