/** The zone of times, hours and days, chosen for the page and carried by links. */
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { knownZones, localZone, offsetsOf, type ZoneOffset, zoneOf } from '../../base/zone.ts';
import { address, go } from '../state.ts';

/** The IANA name; null is UTC. */
export const zone = computed(() => zoneOf(address.value.zone));

/** The zone's name as it is shown. */
export function zoneName(): string {
  return zone.value ?? 'UTC';
}

/** The span in which changes of a zone's offset are looked for. Wrong clocks of machines give times in 1970. */
const ZONE_SPAN: [number, number] = [0, Date.UTC(2040, 0)];
const zones = new Map<string, ZoneOffset[]>();

/** The offsets of a zone, looked for once. */
export function offsets(name: string | null): ZoneOffset[] {
  if (name === null) return [];
  const known = zones.get(name) ?? offsetsOf(name, ...ZONE_SPAN);
  zones.set(name, known);
  return known;
}

/** The list of zones. */
export function ZoneChooser({ label = 'Zone' }: { label?: string }): JSX.Element {
  const local = localZone();
  return (
    <label class="zone">
      {label}{' '}
      <select
        aria-label="Zone of times"
        value={zoneName()}
        onChange={({ currentTarget }) => go({ zone: zoneOf(currentTarget.value) }, 'replace')}
      >
        <option value="UTC">UTC</option>
        {local !== 'UTC' && <option value={local}>{local} (this machine)</option>}
        {knownZones()
          .filter((name) => name !== local && name !== 'UTC')
          .map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
      </select>
    </label>
  );
}
