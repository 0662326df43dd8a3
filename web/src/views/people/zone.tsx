/** The zone of times, hours and days, chosen for the page and carried by links. */
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { knownZones, localZone, zoneOf } from '../../base/zone.ts';
import { address, go } from '../state.ts';

/** The IANA name; null is UTC. */
export const zone = computed(() => zoneOf(address.value.zone));

/** The zone's name as it is shown. */
export function zoneName(): string {
  return zone.value ?? 'UTC';
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
