/** The menu that saves a table of evidence. */
import type { JSX } from 'preact';
import type { EvidenceTable } from '../../engine/evidence/generated.ts';
import { SaveIcon } from '../../widgets/icons.tsx';
import { Popover } from '../../widgets/popover.tsx';
import { SHOWN_FORMATS, saveEvidenceTable, saving } from '../saving.ts';

type EvidenceMenuProps = { title: string; evidence: EvidenceTable };

/** The menu. */
export function EvidenceMenu({ title, evidence }: EvidenceMenuProps): JSX.Element {
  return (
    <Popover
      class="end small"
      floating
      name={`Export ${title}`}
      label={<SaveIcon />}
      disabled={saving.value !== null}
    >
      {(close) => (
        <div class="save-row">
          <span>{title}</span>
          {SHOWN_FORMATS.map(([format, name]) => (
            <button
              key={format}
              type="button"
              class="button small"
              aria-label={`Save ${title} as ${name}`}
              onClick={() => {
                close();
                void saveEvidenceTable(title, { evidence, format });
              }}
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
