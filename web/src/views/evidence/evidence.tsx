// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The view Evidence: what a reviewer can check of figures, lists and findings. */
import type { JSX } from 'preact';
import { address, go } from '../state.ts';
import { SECTIONS } from './sections.ts';

/** The view: tabs, and the section of the address. */
export function Evidence(): JSX.Element {
  const [first] = SECTIONS;
  const shown = SECTIONS.find(({ name }) => name === address.value.section) ?? first;
  const { Body } = shown;
  return (
    <div class="view">
      <div class="view-actions">
        <span class="switch large" role="group" aria-label="Sections">
          {SECTIONS.map((section) => (
            <button
              key={section.name}
              type="button"
              aria-pressed={section === shown}
              data-section={section.name}
              onClick={() => go({ section: section.name })}
            >
              {section.title}
            </button>
          ))}
        </span>
      </div>
      <Body key={shown.name} />
    </div>
  );
}
