/** The view Services: the list of gold frames, or one of them. */
import type { JSX } from 'preact';
import { encodeAddress } from '../../base/address.ts';
import { formatCount, formatCounted, formatShare } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { ServiceCount } from '../../engine/generated.ts';
import { contents } from '../../engine/session.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { firstRows, Rest } from '../../widgets/rest.tsx';
import { ShareBar } from '../../widgets/share.tsx';
import { SaveMenu, ShownMenu } from '../export.tsx';
import { address, filter, frameTable, viewAddress } from '../state.ts';
import { NothingSelected } from '../states.tsx';
import { Frame } from './frame.tsx';
import { useSelected } from './selected.ts';

/** The view. */
export function Services(): JSX.Element {
  const { service } = address.value;
  const now = contents.value;
  if (!now) return <div class="view" aria-busy="true" />;
  if (service === null) return <ServiceList services={now.services} total={now.totals.goldRows} />;
  const found = now.services.find((one) => one.service === service);
  if (found) return <Frame key={service} service={service} rows={found.events} />;
  return (
    <div class="view">
      <Empty>
        Nothing that is loaded belongs to the service {visible(service)}.{' '}
        <a href={encodeAddress(viewAddress('services'))}>All services</a>
      </Empty>
    </div>
  );
}

/** A service's name; records without one have the empty text. */
export function serviceName(service: string): string {
  return service === '' ? '(no service)' : visible(service);
}

function ServiceList({
  services: all,
  total: rows,
}: {
  services: ServiceCount[];
  total: number;
}): JSX.Element {
  const selected = useSelected('services');
  const services = selected?.services ?? all;
  const total = selected?.events ?? rows;
  return (
    <div class="view">
      <Panel
        title="Services"
        aside={`${formatCounted(services.length, 'service')}${selected ? ', events under the filter' : ''}`}
        menu={
          <ShownMenu
            title="Services"
            question={selected ? { ask: 'serviceCounts', filter: filter.value } : { ask: 'contents' }}
            part={['services']}
          />
        }
      >
        {services.length === 0 ? (
          <NothingSelected what="service" />
        ) : (
          <table class="list services">
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col" class="numeric" colSpan={2}>
                  Events
                </th>
                <th scope="col" class="numeric">
                  Share
                </th>
                <th scope="col">
                  <span class="hidden">Export</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {firstRows(services).map(({ service, events }) => (
                <tr key={service} data-service={service}>
                  <th scope="row">
                    <a href={encodeAddress(viewAddress('services', service))}>{serviceName(service)}</a>
                  </th>
                  <td class="wide">
                    <ShareBar part={events} whole={total} />
                  </td>
                  <td class="numeric" data-count={events}>
                    {formatCount(events)}
                  </td>
                  <td class="numeric">{formatShare(events, total)}</td>
                  <td class="numeric">
                    <SaveMenu
                      title={`events of ${serviceName(service)}`}
                      what={{ kind: 'table', table: frameTable(service) }}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Rest rows={services} hint="filter the events by their service to see others" />
      </Panel>
    </div>
  );
}
