/** The menu that exports the findings under the filter. */
import type { JSX } from 'preact';
import { SaveIcon } from '../../widgets/icons.tsx';
import { Popover } from '../../widgets/popover.tsx';
import { caseText } from '../evidence/cased.ts';
import { FINDINGS_FORMS, saveFindings, saving } from '../saving.ts';
import { basisShown } from '../showing-basis.ts';
import { filter } from '../state.ts';

/** The button and its menu. */
export function ExportFindings(): JSX.Element {
  return (
    <Popover
      class="end"
      name="Export findings"
      label={
        <>
          <SaveIcon />
          <span>Export</span>
        </>
      }
      disabled={saving.value !== null}
    >
      {(close) => (
        <>
          {FINDINGS_FORMS.map(([title, forms]) => (
            <div key={title} class="save-row">
              <span>{title}</span>
              {forms.map((form) => (
                <button
                  key={form.format}
                  type="button"
                  class="button small"
                  aria-label={`Save findings as ${form.name}`}
                  title={form.hint}
                  onClick={() => {
                    close();
                    void saveFindings(filter.value, form, caseText);
                  }}
                >
                  {form.name}
                </button>
              ))}
            </div>
          ))}
          <div class="save-row">
            <span>What they rest on</span>
            <button
              type="button"
              class="button small"
              aria-label="Basis of the findings"
              onClick={() => {
                close();
                basisShown.value = {
                  title: 'the findings',
                  what: { kind: 'findings', filter: filter.value },
                };
              }}
            >
              Basis
            </button>
          </div>
        </>
      )}
    </Popover>
  );
}
