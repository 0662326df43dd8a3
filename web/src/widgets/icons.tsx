/** The page's few icons, line drawings in the colour of the surrounding text. */
import type { ComponentChildren, JSX } from 'preact';

function Icon({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** The order of a sorted column. */
export function SortMark({ descending }: { descending: boolean }): JSX.Element {
  return (
    <Icon>
      {descending ? <path d="M8 3v10M4.5 9.5 8 13l3.5-3.5" /> : <path d="M8 13V3M4.5 6.5 8 3l3.5 3.5" />}
    </Icon>
  );
}

export const CheckIcon = (): JSX.Element => (
  <Icon>
    <path d="m3 8.5 3.5 3.5L13 4.5" />
  </Icon>
);
export const CrossIcon = (): JSX.Element => (
  <Icon>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Icon>
);
export const CopyIcon = (): JSX.Element => (
  <Icon>
    <path d="M6 5.5h7v8H6zM10 5.5v-3H3v8h3" />
  </Icon>
);
export const FilterIcon = (): JSX.Element => (
  <Icon>
    <path d="M2.5 3.5h11L9.5 8.5v4l-3 1v-5z" />
  </Icon>
);
export const OnlyIcon = (): JSX.Element => (
  <Icon>
    <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z" />
  </Icon>
);
export const PageIcon = (): JSX.Element => (
  <Icon>
    <path d="M8 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM3 13.5c.6-2.6 2.5-4 5-4s4.4 1.4 5 4" />
  </Icon>
);
export const ExcludeIcon = (): JSX.Element => (
  <Icon>
    <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM4.2 4.2l7.6 7.6" />
  </Icon>
);
export const PowerIcon = (): JSX.Element => (
  <Icon>
    <path d="M8 2.5v5M5 4.2a5 5 0 1 0 6 0" />
  </Icon>
);
export const UndoIcon = (): JSX.Element => (
  <Icon>
    <path d="M6 3 3 6l3 3M3 6h6a3.5 3.5 0 0 1 0 7H6" />
  </Icon>
);
export const RedoIcon = (): JSX.Element => (
  <Icon>
    <path d="m10 3 3 3-3 3M13 6H7a3.5 3.5 0 0 0 0 7h3" />
  </Icon>
);
export const SaveIcon = (): JSX.Element => (
  <Icon>
    <path d="M8 2.5v8M4.5 7 8 10.5 11.5 7M3 13.5h10" />
  </Icon>
);
export const ColumnsIcon = (): JSX.Element => (
  <Icon>
    <path d="M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10" />
  </Icon>
);
export const FileIcon = (): JSX.Element => (
  <Icon>
    <path d="M4 2.5h5l3 3v8H4zM9 2.5v3h3" />
  </Icon>
);
export const FolderIcon = (): JSX.Element => (
  <Icon>
    <path d="M2.5 4h4l1.5 2h5.5v7h-11z" />
  </Icon>
);
export const ThemeIcon = (): JSX.Element => (
  <Icon>
    <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z" />
    <path class="solid" d="M8 2.5a5.5 5.5 0 0 1 0 11z" />
  </Icon>
);
export const UpIcon = (): JSX.Element => (
  <Icon>
    <path d="m3.5 10 4.5-4.5 4.5 4.5" />
  </Icon>
);
export const DownIcon = (): JSX.Element => (
  <Icon>
    <path d="m3.5 6 4.5 4.5L12.5 6" />
  </Icon>
);

export const ZoomIcon = (): JSX.Element => (
  <Icon>
    <path d="M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9ZM10.3 10.3 14 14M7 5v4M5 7h4" />
  </Icon>
);

/** The touchstone: a dark stone with a streak of silver and one of gold. */
export function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      <rect class="mark-stone" x="1" y="1" width="18" height="18" rx="4" />
      <path class="mark-silver" d="M3.5 14 12 3.5" />
      <path class="mark-gold" d="M8 16.5 16.5 6" />
    </svg>
  );
}
