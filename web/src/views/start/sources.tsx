// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** Where the logs come from: whom to ask, the menu or command, and what the files are called. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { CopyButton } from '../../widgets/copy.tsx';

type Way = {
  /** What it gets. */
  title: string;
  /** Who may do it. */
  ask: string;
  /** Menus and commands, in order. */
  steps: string[];
  command: string;
  /** The names of the files. */
  files: string;
};

const TABLE: Way = {
  title: 'System table (recommended by Databricks)',
  ask: 'Whoever may read system.access.audit: a metastore admin, or somebody with USE CATALOG on system, USE SCHEMA on system.access and SELECT on the table.',
  steps: [
    'Run this in a notebook, with your days and a volume that you may write to.',
    'Catalog Explorer: open the volume, download the Parquet files, drop them here. For a few days, the download of results as CSV in the SQL editor will do.',
  ],
  command:
    "spark.table('system.access.audit').where(\"event_date BETWEEN '2026-03-01' AND '2026-03-31'\").write.parquet('/Volumes/main/default/audit/2026-03')",
  files: 'part-00000-….snappy.parquet, or one CSV',
};

const DELIVERED =
  'workspaceId=1234567890/date=2026-03-05/auditlogs_….json; events of the account are below workspaceId=0';

/** The ways per source. */
const SOURCES: Record<string, Way[]> = {
  AWS: [
    TABLE,
    {
      title: 'Log delivery',
      ask: 'The account admin for bucket and prefix (databricks account log-delivery list), and the owner of the S3 bucket for read access.',
      steps: ['Copy the days with the AWS command line, and drop the folder here.'],
      command: "aws s3 cp s3://BUCKET/PREFIX/ audit --recursive --exclude '*' --include '*/date=2026-03-*'",
      files: DELIVERED,
    },
  ],
  Azure: [
    TABLE,
    {
      title: 'Storage account',
      ask: 'A contributor of the workspace for the setting, and the owner of the storage account for the role Storage Blob Data Reader.',
      steps: [
        'Azure portal: the Databricks workspace, Monitoring, Diagnostic settings: which categories are archived to which storage account.',
        'Copy each category’s container, and drop the folder here.',
      ],
      command:
        'az storage blob download-batch --auth-mode login --account-name ACCOUNT --source insights-logs-clusters --destination audit',
      files: 'insights-logs-clusters/resourceId=/SUBSCRIPTIONS/…/y=2026/m=03/d=05/h=10/m=00/PT1H.json',
    },
    {
      title: 'Log Analytics',
      ask: 'Whoever may read the Log Analytics workspace.',
      steps: [
        'Azure portal: Logs; run this per table (DatabricksAccounts, DatabricksClusters, …); Export, CSV (all columns).',
      ],
      command:
        'DatabricksClusters | where TimeGenerated between (datetime(2026-03-01) .. datetime(2026-04-01))',
      files: 'query_data.csv',
    },
  ],
  'Google Cloud': [
    TABLE,
    {
      title: 'Log delivery',
      ask: 'The account admin (account console: Settings, Log delivery) for the bucket, and its owner for read access.',
      steps: ['Copy the folders of the days, and drop what was copied here.'],
      command: "gcloud storage cp --recursive 'gs://BUCKET/PREFIX/workspaceId=*/date=2026-03-*' audit",
      files: DELIVERED,
    },
  ],
  Immuta: [
    {
      title: 'Audit export',
      ask: 'An Immuta user with the permission AUDIT for the export’s bucket or container, and its owner for read access.',
      steps: [
        'Which exports exist, the command line of Immuta tells. Copy their files, and drop the folder here.',
        'Without an export, Immuta keeps the last 90 days (hosted) or fewer (self-managed): set one up soon.',
      ],
      command: 'immuta audit exportConfig list',
      files: 'any name; one JSON object per line',
    },
  ],
};

/** The guide, one source at a time. */
export function LogSources(): JSX.Element {
  const [source, setSource] = useState('AWS');
  return (
    <section class="panel start-sources" aria-label="How to get the logs">
      <header class="panel-head">
        <h2>How to get the logs</h2>
        <span class="switch" role="group" aria-label="Source">
          {Object.keys(SOURCES).map((name) => (
            <button key={name} type="button" aria-pressed={name === source} onClick={() => setSource(name)}>
              {name}
            </button>
          ))}
        </span>
      </header>
      {SOURCES[source]?.map(({ title, ask, steps, command, files }) => (
        <div key={title} class="start-way">
          <h3>{title}</h3>
          <dl>
            <dt>Ask</dt>
            <dd>{ask}</dd>
            <dt>Do</dt>
            <dd>
              {steps.map((step) => (
                <p key={step}>{step}</p>
              ))}
              <div class="start-command">
                <code>{command}</code>
                <CopyButton text={command} what="the command" />
              </div>
            </dd>
            <dt>Files</dt>
            <dd>
              <code>{files}</code>
            </dd>
          </dl>
        </div>
      ))}
    </section>
  );
}
