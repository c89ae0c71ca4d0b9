// Sigma taxonomy appendix 2.1: applications, cloud services and network devices, as `product/category/service`.
import { ZEEK_HTTP } from "./network.ts";
import type { Reading } from "./reading.ts";

const one = (needs: string, scope: Omit<Reading["scope"], "needs">): Reading => ({
  scope: { ...scope, needs },
});
const service = (product: string, name: string, needs: string): readonly Reading[] => [
  one(needs, { product, service: name }),
];
/** Rules over the text of an application: nothing in a line of text tells which one wrote it. */
const application = (product: string, words: string): readonly Reading[] => [
  one(`log of ${words}`, { product }),
  one(`log of ${words}`, { formats: ["text"] }),
];
const bgp = (product: string, words: string): readonly Reading[] =>
  service(product, "bgp", `${words} syslog (BGP)`);
const ERROR_LOG = "Apache error log";
const NGINX_LOG = "nginx error log";
const AUDIT_M365 = "Microsoft 365 unified audit log";

/** Known logsources; any part may be empty. */
export const PRODUCTS: Readonly<Record<string, readonly Reading[]>> = {
  "aws//cloudtrail": service("aws", "cloudtrail", "AWS CloudTrail"),
  "azure//activitylogs": service("azure", "activitylogs", "Azure activity log"),
  "azure//auditlogs": service("azure", "auditlogs", "Microsoft Entra audit log"),
  "azure//signinlogs": service("azure", "signinlogs", "Microsoft Entra sign-in log"),
  "azure//riskdetection": service(
    "azure",
    "riskdetection",
    "Microsoft Entra ID Protection risk detections",
  ),
  // Alerts of Privileged Identity Management come in the same form as risk detections.
  "azure//pim": ["pim", "riskdetection"].map((name) =>
    one("Microsoft Entra Privileged Identity Management alerts", {
      product: "azure",
      service: name,
    }),
  ),
  "gcp//gcp.audit": service("gcp", "gcp.audit", "Google Cloud audit log"),
  "gcp//google_workspace.admin": service(
    "gcp",
    "google_workspace.admin",
    "Google Workspace admin log",
  ),
  "gcp//google_workspace.login": service(
    "gcp",
    "google_workspace.login",
    "Google Workspace login log",
  ),
  "m365//audit": [one(AUDIT_M365, { product: "m365" })],
  "m365//exchange": [one(AUDIT_M365, { product: "m365" })],
  "m365//threat_detection": [one(AUDIT_M365, { product: "m365" })],
  "m365//threat_management": [one(AUDIT_M365, { product: "m365" })],
  "okta//okta": service("okta", "okta", "Okta system log"),
  "onelogin//onelogin.events": service("onelogin", "onelogin.events", "OneLogin events"),
  "github//audit": service("github", "audit", "GitHub audit log"),
  "bitbucket//audit": service("bitbucket", "audit", "Bitbucket audit log"),
  "kubernetes//audit": service("kubernetes", "audit", "Kubernetes audit log"),
  "kubernetes/application/audit": service("kubernetes", "audit", "Kubernetes audit log"),

  "cisco//aaa": ["aaa", "syslog"].map((name) =>
    one("Cisco syslog (AAA accounting of commands)", { product: "cisco", service: name }),
  ),
  "cisco//syslog": [one("Cisco syslog", { product: "cisco" })],
  "cisco//bgp": bgp("cisco", "Cisco"),
  "cisco//ldp": service("cisco", "ldp", "Cisco syslog (LDP)"),
  "cisco//duo": service("cisco", "duo", "Cisco Duo authentication or administrator log"),
  "huawei//bgp": bgp("huawei", "Huawei"),
  "juniper//bgp": bgp("juniper", "Juniper"),
  "fortigate//event": service("fortigate", "event", "FortiGate event log"),
  "fortios//sslvpnd": [
    one("FortiOS log of sslvpnd", { product: "fortios", service: "sslvpnd" }),
    one("FortiGate event log", { product: "fortigate", service: "event" }),
  ],
  "paloalto/appliance/globalprotect": [
    one("Palo Alto GlobalProtect log, by --mapping", {
      product: "paloalto",
      service: "globalprotect",
    }),
  ],
  "paloalto/file_event/globalprotect": [
    one("file events of Palo Alto PAN-OS, by --mapping", {
      product: "paloalto",
      category: "file_event",
      service: "globalprotect",
    }),
  ],

  "//apache": [one(ERROR_LOG, { service: "apache" })],
  "apache//": [one(ERROR_LOG, { product: "apache" })],
  "apache//error": [one(ERROR_LOG, { product: "apache" })],
  "apache//access": [one("web server access log (Apache)", { category: "webserver" })],
  "//nginx": [one(NGINX_LOG, { service: "nginx" })],
  "nginx//": [one(NGINX_LOG, { product: "nginx" })],
  "nginx//error": [one(NGINX_LOG, { product: "nginx" })],
  "nginx//access": [one("web server access log (nginx)", { category: "webserver" })],
  "windows//iis": [one("IIS access log (W3C)", { category: "webserver" })],
  "modsecurity//": [
    one("log of ModSecurity (in the Apache error log)", { product: "modsecurity" }),
    one("log of ModSecurity (in the Apache error log)", { service: "apache" }),
  ],

  "django/application/": application("django", "a Django application"),
  "python/application/": application("python", "a Python application"),
  "ruby_on_rails/application/": application("ruby_on_rails", "a Ruby on Rails application"),
  "spring/application/": application("spring", "a Spring application"),
  "jvm/application/": application("jvm", "a Java application"),
  "nodejs/application/": application("nodejs", "a Node.js application"),
  "velocity/application/": application("velocity", "an application with Velocity templates"),
  "sql/application/": application("sql", "an application with an SQL database"),
  "rpc_firewall/application/": [
    one("events of RPC Firewall, by --mapping", { product: "rpc_firewall" }),
  ],
  "opencanary/application/": [one("log of OpenCanary", { product: "opencanary" })],

  // Other names of http.log's fields stand in rules of Zeek, too.
  "zeek//http": [
    {
      ...one("Zeek http.log", { product: "zeek", service: "http" }),
      fields: { "c-uri": ZEEK_HTTP["c-uri"] ?? "", "c-useragent": ZEEK_HTTP["c-useragent"] ?? "" },
    },
  ],
};
