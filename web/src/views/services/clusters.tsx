/** The cluster analysis of the Databricks blog: how many, by whom, for which job, and which never stop. */
import type { JSX } from 'preact';
import { choiceOf } from '../../base/filter.ts';
import { formatCount, formatCounted, formatTime } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Clusters, ClusterWithoutAutotermination, JobCount, JobOwner } from '../../engine/generated.ts';
import { Bars, barsOf } from '../../widgets/bars.tsx';
import { Days } from '../../widgets/days.tsx';
import { Fold } from '../../widgets/fold.tsx';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { firstRows, Rest } from '../../widgets/rest.tsx';
import { Value } from '../../widgets/value.tsx';
import { useAnswer } from '../ask.ts';
import { ShownMenu } from '../export.tsx';
import { addFilter, choose, chooseDay, showEvents } from '../filter/edits.ts';
import { evidenceOf } from '../people/names.tsx';
import { filter, showEvent } from '../state.ts';
import { Refused } from '../states.tsx';

const CREATOR = 'requestParams.cluster_creator';

/** The panels of the analysis. */
export function ClustersAnalysis(): JSX.Element | null {
  const { answer, error } = useAnswer('clusters', { ask: 'clusters', filter: filter.value });
  if (error !== null) return <Refused error={error} />;
  if (!answer) return null;
  return (
    <>
      <div class="columns-4-3-5">
        <PerDay clusters={answer} />
        <ByCreator clusters={answer} />
        <PerJob jobs={answer.perJob} />
      </div>
      <WithoutAutotermination clusters={answer.withoutAutotermination} />
    </>
  );
}

function ClustersMenu({ title, part }: { title: string; part: string }): JSX.Element {
  return <ShownMenu title={title} question={{ ask: 'clusters', filter: filter.value }} part={[part]} />;
}

function PerDay({ clusters }: { clusters: Clusters }): JSX.Element {
  return (
    <Panel
      title="Clusters created per day"
      aside={
        <span>
          <b data-figure="created">{formatCount(clusters.created)}</b> created
        </span>
      }
      menu={<ClustersMenu title="Clusters created per day" part="perDay" />}
    >
      {clusters.perDay.length === 0 ? (
        <Empty>No selected event creates a cluster.</Empty>
      ) : (
        <Days
          label="Clusters created per day"
          noun="created"
          days={clusters.perDay.map(({ date, events }) => ({ date, count: events }))}
          onChoose={chooseDay}
        />
      )}
    </Panel>
  );
}

function ByCreator({ clusters }: { clusters: Clusters }): JSX.Element {
  return (
    <Panel
      title="Clusters by creator"
      aside={formatCounted(clusters.byCreator.length, 'value')}
      menu={<ClustersMenu title="Clusters by creator" part="byCreator" />}
    >
      <Fold of="Clusters by creator">
        <Bars
          label="Clusters created, by cluster_creator"
          column={CREATOR}
          absent="no creator given (interactive)"
          bars={barsOf(firstRows(clusters.byCreator))}
          onChoose={(value, choice) => choose(CREATOR, value, choice)}
        />
      </Fold>
    </Panel>
  );
}

/** The e-mail address beside a `user_id`, if the log has one, and the id. */
function Owner({ owner: { userId, names } }: { owner: JobOwner }): JSX.Element {
  return (
    <span class="job-owner">
      {names.map((named) => (
        <button
          key={named.name}
          type="button"
          class="value"
          title={evidenceOf(named)}
          data-owner={named.name}
          onClick={() => showEvents(named.filter)}
        >
          {visible(named.name)}
          {names.length > 1 && '?'}
        </button>
      ))}{' '}
      <button
        type="button"
        class="value"
        data-user-id={userId}
        title={`Only events with user_id ${visible(userId)}`}
        onClick={(event) => choose('requestParams.user_id', userId, choiceOf(event))}
      >
        user_id {visible(userId)}
      </button>
    </span>
  );
}

function PerJob({ jobs }: { jobs: JobCount[] }): JSX.Element {
  return (
    <Panel
      title="Clusters per job"
      aside={formatCounted(jobs.length, 'job')}
      menu={<ClustersMenu title="Clusters per job" part="perJob" />}
    >
      {jobs.length === 0 ? (
        <Empty>No cluster is named after a job’s run.</Empty>
      ) : (
        <Fold of="Clusters per job">
          <table class="list" aria-label="Clusters created per job">
            <thead>
              <tr>
                <th scope="col">Job</th>
                <th scope="col">Owner</th>
                <th scope="col" class="numeric">
                  Created
                </th>
              </tr>
            </thead>
            <tbody>
              {firstRows(jobs).map(({ jobId, owners, created }) => (
                <tr key={jobId} data-job={jobId}>
                  <th scope="row" class="no-wrap">
                    <button
                      type="button"
                      class="value"
                      title="Select the clusters created for this job"
                      onClick={() =>
                        addFilter(`service:clusters action:create param.cluster_name:job-${jobId}-run-*`)
                      }
                    >
                      {visible(jobId)}
                    </button>
                  </th>
                  <td>
                    {owners.length === 0 && <Value text={null} absent="(none)" />}
                    {owners.map((owner) => (
                      <Owner key={owner.userId} owner={owner} />
                    ))}
                  </td>
                  <td class="numeric" data-count={created}>
                    {formatCount(created)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Fold>
      )}
      <Rest rows={jobs} />
    </Panel>
  );
}

function WithoutAutotermination({ clusters }: { clusters: ClusterWithoutAutotermination[] }): JSX.Element {
  return (
    <Panel
      title="All-purpose clusters without autotermination"
      aside={formatCounted(clusters.length, 'cluster')}
      menu={<ClustersMenu title="Clusters without autotermination" part="withoutAutotermination" />}
    >
      {clusters.length === 0 ? (
        <Empty>None among the selected events.</Empty>
      ) : (
        <Fold of="All-purpose clusters without autotermination">
          <table class="list" aria-label="All-purpose clusters without autotermination">
            <thead>
              <tr>
                <th scope="col">Created</th>
                <th scope="col">Principal</th>
                <th scope="col">Cluster name</th>
                <th scope="col">Cluster id</th>
                <th scope="col">
                  <span class="hidden">Event</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {firstRows(clusters).map(({ row, createdMs, email, clusterName, clusterId }) => (
                <tr key={row} data-row={row}>
                  <td>{formatTime(createdMs)}</td>
                  <td>
                    <Value text={email} absent="(none)" />
                  </td>
                  <td>
                    <Value text={clusterName} absent="(none)" />
                  </td>
                  <td>
                    <Value text={clusterId} absent="(none)" />
                  </td>
                  <td class="numeric">
                    <button
                      type="button"
                      class="button small"
                      aria-label={`Show event: ${formatTime(createdMs)}`}
                      onClick={() => showEvent(row)}
                    >
                      Show event
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Fold>
      )}
      <Rest rows={clusters} />
    </Panel>
  );
}
