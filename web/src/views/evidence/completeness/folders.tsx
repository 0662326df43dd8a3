/** What the names of folders say: days without a folder, folders without events, and events outside of theirs. */
import type { JSX } from 'preact';
import { formatCount, formatCounted, formatTime } from '../../../base/format.ts';
import { visible } from '../../../base/text.ts';
import type { FolderDates, OutsideFolder } from '../../../engine/generated.ts';
import { Fold } from '../../../widgets/fold.tsx';
import { Empty, Panel } from '../../../widgets/panel.tsx';
import { Path } from '../../../widgets/path.tsx';
import { firstRows, Rest } from '../../../widgets/rest.tsx';
import { ShownMenu } from '../../export.tsx';

/** The panels. */
export function Folders({
  folders,
  outside,
}: {
  folders: FolderDates;
  outside: OutsideFolder[];
}): JSX.Element {
  return (
    <>
      <Panel title="Days that folders name" aside={named(folders)}>
        {folders.folders === 0 ? (
          <Empty>No folder names a day, so nothing can be said of days that are missing.</Empty>
        ) : (
          <Told lines={linesOf(folders)} />
        )}
      </Panel>
      {outside.length > 0 && <Outside outside={outside} />}
    </>
  );
}

function named({ folders, first, last }: FolderDates): string | undefined {
  if (folders === 0 || first === null || last === null) return undefined;
  return `${formatCounted(folders, 'folder')}, ${first} – ${last}`;
}

/** A kind of line, and the line. */
type Line = [kind: string, text: string];

function linesOf(folders: FolderDates): Line[] {
  const of = (workspace: string | null): string =>
    workspace === null ? '' : ` of workspace ${visible(workspace)}`;
  return [
    ...folders.missing.map(
      ({ workspace, from, to, days }): Line => [
        'missing',
        `${days === 1 ? from : `${from} to ${to}, ${formatCounted(days, 'day')}`}: no folder${of(workspace)}.`,
      ],
    ),
    ...folders.empty.map(
      ({ workspace, date }): Line => [
        'empty',
        `${date}: the folder${of(workspace)} holds no event of its day.`,
      ],
    ),
    ...folders.unnamed.map(
      ({ date, events }): Line => [
        'unnamed',
        `${date}: ${formatCounted(events, 'event')}, and no folder names the day.`,
      ],
    ),
    ...folders.workspaces_without_events.map(
      (workspace): Line => ['workspace', `Workspace ${visible(workspace)} has a folder and no event.`],
    ),
    ...folders.workspaces_without_folder.map(
      (workspace): Line => ['workspace', `Workspace ${visible(workspace)} has events and no folder.`],
    ),
  ];
}

function Told({ lines }: { lines: Line[] }): JSX.Element {
  if (lines.length === 0)
    return <Empty>Every day has its folder, and every folder has events of its day.</Empty>;
  return (
    <>
      <Fold of="Days that folders name" tall>
        <ul class="told-list" aria-label="Days that folders name">
          {firstRows(lines).map(([kind, text]) => (
            <li key={text} data-folder={kind}>
              {text}
            </li>
          ))}
        </ul>
      </Fold>
      <Rest rows={lines} hint="the summary has the others" />
    </>
  );
}

function Outside({ outside }: { outside: OutsideFolder[] }): JSX.Element {
  return (
    <Panel
      title="Events outside their folder's day"
      aside={formatCounted(outside.length, 'file')}
      menu={
        <ShownMenu
          title="Events outside their folder's day"
          question={{ ask: 'completeness' }}
          part={['outside']}
        />
      }
    >
      <Fold of="Events outside their folder's day" tall>
        <div class="scroll-x">
          <table class="list" aria-label="Events outside their folder's day">
            <thead>
              <tr>
                <th scope="col">File</th>
                <th scope="col" class="no-wrap">
                  Folder's day
                </th>
                <th scope="col" class="numeric">
                  Events
                </th>
                <th scope="col" class="no-wrap">
                  First
                </th>
                <th scope="col" class="no-wrap">
                  Last
                </th>
              </tr>
            </thead>
            <tbody>
              {firstRows(outside).map(({ path, date, events, first, last }) => (
                <tr key={path} data-outside={path}>
                  <th scope="row">
                    <Path path={path} />
                  </th>
                  <td class="no-wrap">{date}</td>
                  <td class="numeric">{formatCount(events)}</td>
                  <td class="no-wrap">{formatTime(Date.parse(first))}</td>
                  <td class="no-wrap">{formatTime(Date.parse(last))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Fold>
      <Rest rows={outside} hint="export to see others" />
    </Panel>
  );
}
