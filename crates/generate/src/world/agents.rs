//! User agents, in the spelling of real clients.

pub(crate) const BROWSERS: [&str; 7] = [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 Edg/132.0.0.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
];

/// People's clients besides browsers.
pub(crate) const TOOLS: [&str; 5] = [
    "databricks-cli/0.240.0 databricks-sdk-go/0.57.0 go/1.23.4 os/darwin cmd/fs_cp auth/databricks-cli",
    "databricks-sdk-py/0.44.1 python/3.11.9 os/linux auth/pat",
    "SimbaSparkJDBCDriver/2.6.40 Power BI",
    "python-requests/2.32.3",
    "DatabricksODBCDriver/2.9.1 Tableau 2024.3",
];

/// Clients of programs and of the platform itself.
pub(crate) const PROGRAMS: [&str; 6] = [
    "Apache-HttpClient/4.5.13 (Java/17.0.9) Databricks-Service/driver DBHttpClient/v2RawClient",
    "Databricks-Runtime/15.4 Databricks-Service/driver",
    "databricks-sdk-py/0.41.0 python/3.10.12 os/linux auth/oauth-m2m",
    "Java/17.0.9 wsfs/1.0 obsSDK-scala",
    "mlflow-python-client/2.19.0",
    "HashiCorp Terraform/1.9.8 (+https://www.terraform.io) databricks-tf-provider/1.63.0",
];

/// Clients of the attackers in planted incidents.
pub(crate) const SCRIPTS: [&str; 3] = ["curl/8.5.0", "python-requests/2.28.1", "Go-http-client/2.0"];

/// An agent's client, in a planted incident.
pub(crate) const MCP: &str = "databricks-mcp/0.4.1 claude-code/1.0.58 python/3.12.4";
