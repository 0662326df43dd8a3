/** The command that prints a record outside this page, for whoever checks a number down to the byte. */
import { useEffect, useState } from 'preact/hooks';
import { visible } from '../../base/text.ts';
import type { Location, Raw } from '../../engine/generated.ts';
import { given } from '../../engine/session.ts';

/**
 * The command, or null: a compressed file or an archive does not have the record's bytes as they stand, and a path
 * with hidden characters is not for a terminal.
 */
export function useCommand(place: Location, raw: Raw): string | null {
  const { path, part, offset, length } = place;
  const [found, setFound] = useState<{ place: Location; command: string } | null>(null);
  const file = given().find((source) => source.path === path)?.file;
  useEffect(() => {
    if (!file || part !== null || length === 0 || raw.error !== null || visible(path) !== path) return;
    let isCurrent = true;
    file
      .slice(offset, offset + length)
      .text()
      .then(
        (text) => isCurrent && text === raw.text && setFound({ place, command: ddOf(place) }),
        // A file that cannot be read again is said beside the record.
        () => {},
      );
    return () => {
      isCurrent = false;
    };
  }, [place, raw, file]);
  return found?.place === place ? found.command : null;
}

/** `dd` is on every Unix, and takes the figures as they are shown. */
function ddOf({ path, offset, length }: Location): string {
  return `dd if='${path.replaceAll("'", String.raw`'\''`)}' bs=1 skip=${offset} count=${length} status=none`;
}
