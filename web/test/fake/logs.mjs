// Invented logs for the fake engine: a few services, two days, some failures, some hostile text.

/** `count` records of delivery JSON, one a line; the same every time. */
export function inventLogs(count) {
  let state = 7;
  const random = () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const pick = (list) => list[Math.floor(random() ** 1.7 * list.length)];
  const services = {
    unityCatalog: ['getTable', 'generateTemporaryTableCredential', 'listSchemas', 'updatePermissions'],
    clusters: ['create', 'createResult', 'deleteResult', 'resize', 'start'],
    notebook: ['runCommand', 'attachNotebook', 'openNotebook'],
    accounts: ['login', 'tokenLogin', 'samlLogin', 'logout', 'addPrincipalToGroup'],
    jobs: ['runStart', 'runSucceeded', 'runFailed', 'create'],
    secrets: ['getSecret', 'listSecrets'],
    dbfs: ['read', 'put'],
    workspace: ['export', 'import'],
    sqlPermissions: ['grantPermission'],
    ssh: ['login'],
  };
  const people = [
    'etl-prod@corp.example',
    'a.silva@corp.example',
    'System-User',
    'm.okafor@corp.example',
    '9f2c6f0e-17d4-4c55-8a1f-9d2b5a7e0c11',
    'j.tan@corp.example',
    null,
    'victim@corp.example',
    'evil‮gpj.exe@corp.example',
  ];
  const agents = [
    'Databricks-Service/driver',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15',
    'databricks-cli/0.17.6',
    '<img src=x onerror=alert(1)>',
    null,
  ];
  const start = Date.UTC(2019, 11, 28);
  const lines = [];
  for (let at = 0; at < count; at += 1) {
    const hour = 48 * ((at + random()) / count);
    const busy = Math.max(0.08, Math.sin((((hour % 24) - 5) / 24) * Math.PI * 2 - 0.6) * 0.5 + 0.5);
    if (random() > busy) continue;
    const service = pick(Object.keys(services));
    const action = pick(services[service]);
    const attack = hour > 30 && hour < 33;
    const status = attack && random() < 0.3 ? 403 : random() < 0.04 ? 500 : random() < 0.03 ? 403 : 200;
    const job = 31300 + Math.floor(random() * 4);
    const made = random() < 0.8;
    const params = {
      clusters: {
        cluster_name: made ? `job-${job}-run-${at}` : `test ${at}`,
        cluster_creator: made ? 'JOB_LAUNCHER' : null,
        autotermination_minutes: made ? '0' : random() < 0.5 ? '0' : '120',
        user_id: String(101360 + (job % 4)),
        num_workers: String(Math.floor(random() * 9)),
        spark_env_vars: '{"PYSPARK_PYTHON":"/databricks/python3/bin/python3"}',
      },
      accounts: {
        user: pick(people),
        authenticationMethod: pick(['BROWSER_BYO_IDP_SAML', 'API_EXT_PAT_TOKEN']),
      },
      unityCatalog: {
        full_name_arg: pick(['main.sales.orders', 'main.hr.salaries', 'dev.tmp.x']),
        workspace_id: '6051921418418893',
      },
      notebook: {
        notebookId: String(9007199254740993n + BigInt(at)),
        commandText: "SELECT * FROM main.sales.orders\nWHERE region = 'EU'",
      },
    }[service];
    const record = {
      version: '2.0',
      timestamp: Math.round(start + hour * 3600e3),
      serviceName: service,
      actionName: action,
      workspaceId: pick(['6051921418418893', '6051921418418894', '0']),
      requestId: `r-${at}`,
      userIdentity: { email: pick(people) },
      sourceIPAddress: pick(['10.2.14.8', '10.2.14.9', '52.11.3.77', '203.0.113.9', '2001:db8::7', null]),
      userAgent: pick(agents),
      requestParams: params ?? {},
      ...(random() < 0.02
        ? {}
        : {
            response: {
              statusCode: status,
              errorMessage: status === 200 ? null : 'PERMISSION_DENIED: user does not have the right',
              result: service === 'clusters' ? `{"cluster_id":"1228-${at}-tofu"}` : null,
            },
          }),
    };
    lines.push(JSON.stringify(record));
    if (random() < 0.004) lines.push(JSON.stringify(record));
    if (random() < 0.002) lines.push(`{"truncated": ${at}`);
  }
  return `${lines.join('\n')}\n`;
}
