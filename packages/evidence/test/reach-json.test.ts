import fc from "fast-check";
import { expect, test } from "vitest";
import { reached } from "./reach.ts";
import { fieldsOf, read } from "./reading.ts";

const ECS = { "@timestamp": "2024-05-06T07:08:09Z", ecs: { version: "8.11" } };
const WINDOWS = { host: { name: "PC1", os: { type: "windows" } } };
const event = (category: string, type: string, more: object = {}) => ({
  event: { kind: "event", category: [category], type: [type], ...more },
});

test.each<[logsource: string, selection: string, record: object]>([
  // Elastic Common Schema
  [
    "windows/process_creation/",
    String.raw`Image|endswith: \cmd.exe
ParentImage|endswith: \winword.exe
CommandLine|contains: whoami
User: CORP\bob
Hashes|contains: SHA256=AB
IntegrityLevel: High`,
    {
      ...ECS,
      ...WINDOWS,
      ...event("process", "start"),
      user: { name: "bob", domain: "CORP" },
      process: {
        executable: String.raw`C:\Windows\System32\cmd.exe`,
        command_line: "cmd /c whoami",
        hash: { sha256: "ab" },
        Ext: { token: { integrity_level_name: "high" } },
        parent: { executable: String.raw`C:\o\WINWORD.EXE` },
      },
    },
  ],
  [
    "windows/process_creation/",
    "CommandLine: x",
    {
      "ecs.version": "8.11",
      "event.category": "process",
      "event.type": "start",
      "host.os.type": "windows",
      "process.command_line": "x",
    },
  ],
  [
    "linux/process_creation/",
    "Image: /bin/sh",
    {
      ...ECS,
      ...event("process", "start"),
      host: { os: { platform: "ubuntu" } },
      process: { executable: "/bin/sh" },
    },
  ],
  [
    "macos/process_creation/",
    "Image: /bin/sh",
    {
      ...ECS,
      ...event("process", "start"),
      host: { os: { type: "macos" } },
      process: { executable: "/bin/sh" },
    },
  ],
  [
    "windows/file_event/",
    "TargetFilename|endswith: .lnk",
    { ...ECS, ...WINDOWS, ...event("file", "creation"), file: { path: "C:\\a.lnk" } },
  ],
  [
    "windows/registry_set/",
    "TargetObject|contains: Run\nDetails: x",
    {
      ...ECS,
      ...WINDOWS,
      ...event("registry", "change"),
      registry: { path: "HKLM\\Run\\a", data: { strings: ["x"] } },
    },
  ],
  [
    "windows/registry_event/",
    "TargetObject|contains: Run",
    { ...ECS, ...WINDOWS, ...event("registry", "change"), registry: { path: "HKLM\\Run\\a" } },
  ],
  [
    "windows/image_load/",
    "ImageLoaded|endswith: .dll",
    { ...ECS, ...WINDOWS, ...event("library", "start"), dll: { path: "C:\\a.dll" } },
  ],
  [
    "windows/dns_query/",
    "QueryName: x.example",
    {
      ...ECS,
      ...WINDOWS,
      ...event("network", "info"),
      process: { pid: 1 },
      dns: { question: { name: "x.example" } },
    },
  ],
  [
    "windows/network_connection/",
    "DestinationIp: 198.51.100.1\nDestinationPort: 443\nInitiated: 'true'",
    {
      ...ECS,
      ...WINDOWS,
      ...event("network", "start"),
      process: { pid: 1 },
      destination: { ip: "198.51.100.1", port: 443 },
      network: { direction: "egress" },
    },
  ],
  [
    "/dns/",
    "query: x.example\nrecord_type: TXT",
    { ...ECS, ...event("network", "info"), dns: { question: { name: "x.example", type: "TXT" } } },
  ],
  [
    "/webserver/",
    "cs-uri-stem: /a\ncs-uri-query: b\nsc-status: 404\ncs-user-agent: c",
    {
      ...ECS,
      ...event("web", "access"),
      url: { path: "/a", query: "b" },
      http: { response: { status_code: 404 } },
      user_agent: { original: "c" },
    },
  ],
  [
    "/proxy/",
    "c-uri: http://x.example/a\nc-useragent: c",
    {
      ...ECS,
      ...event("web", "access", { dataset: "squid.log" }),
      url: { full: "http://x.example/a" },
      user_agent: { original: "c" },
    },
  ],
  [
    "/network/connection",
    "destination.port: 22",
    { ...ECS, ...event("network", "connection", { dataset: "x" }), destination: { port: 22 } },
  ],
  [
    "aws//cloudtrail",
    "eventName: StopLogging\neventSource: cloudtrail.amazonaws.com",
    {
      ...ECS,
      event: {
        dataset: "aws.cloudtrail",
        action: "StopLogging",
        provider: "cloudtrail.amazonaws.com",
      },
    },
  ],
  [
    "linux//auditd",
    "type: EXECVE\na0: arp",
    {
      ...ECS,
      event: { dataset: "auditd.log", original: 'type=EXECVE msg=audit(1.2:3): argc=1 a0="arp"' },
    },
  ],
  [
    "/webserver/",
    "cs-method: GET",
    {
      ...ECS,
      event: {
        dataset: "nginx.access",
        original: '192.0.2.7 - - [11/Jul/2018:08:41:28 +0300] "GET / HTTP/1.1" 200 5',
      },
    },
  ],
  // Open Cybersecurity Schema Framework
  [
    "windows/process_creation/",
    "Image|endswith: \\cmd.exe\nParentImage: C:\\p.exe\nCommandLine: c\nHashes|contains: SHA256=AB\nUser: bob",
    {
      class_uid: 1007,
      activity_id: 1,
      time: 1714979289000,
      metadata: { version: "1.3.0" },
      device: { hostname: "PC1", os: { name: "Windows 11", type_id: 100 } },
      process: {
        cmd_line: "c",
        file: { path: "C:\\cmd.exe", hashes: [{ algorithm: "SHA-256", value: "ab" }] },
        user: { name: "bob" },
      },
      actor: { process: { file: { path: "C:\\p.exe" } } },
    },
  ],
  [
    "linux/file_event/",
    "TargetFilename: /tmp/a",
    {
      class_uid: 1001,
      activity_id: 1,
      metadata: {},
      device: { os: { type_id: 200 } },
      file: { path: "/tmp/a" },
    },
  ],
  [
    "windows/image_load/",
    "ImageLoaded: a.dll",
    {
      class_uid: 1005,
      activity_id: 1,
      metadata: {},
      device: { os: { type: "Windows" } },
      module: { file: { path: "a.dll" } },
    },
  ],
  [
    "windows/network_connection/",
    "DestinationPort: 4444",
    {
      class_uid: 4001,
      activity_id: 1,
      metadata: {},
      device: { os: { type_id: 100 } },
      dst_endpoint: { port: 4444 },
    },
  ],
  [
    "/webserver/",
    "cs-uri-query: b\nsc-status: 200",
    {
      class_uid: 4002,
      metadata: {},
      http_request: { url: { query_string: "b" } },
      http_response: { code: 200 },
    },
  ],
  [
    "/dns/",
    "query: x.example",
    { class_uid: 4003, metadata: {}, query: { hostname: "x.example" } },
  ],
  [
    "aws//cloudtrail",
    "eventName: StopLogging",
    {
      class_uid: 6003,
      metadata: {},
      cloud: { provider: "AWS" },
      api: { operation: "StopLogging" },
    },
  ],
  [
    "windows/registry_set/",
    "TargetObject: HKLM\\a",
    { class_uid: 201002, activity_id: 1, metadata: {}, reg_value: { path: "HKLM\\a" } },
  ],
  // Splunk's Common Information Model
  [
    "windows/process_creation/",
    "Image: C:\\a.exe\nCommandLine: a -x\nParentImage: C:\\p.exe",
    {
      _time: "2024-05-06T07:08:09Z",
      dest: "PC1",
      process_path: "C:\\a.exe",
      process: "a -x",
      process_id: "1",
      parent_process_path: "C:\\p.exe",
    },
  ],
  [
    "linux/process_creation/",
    "Image: /bin/a",
    { dest: "h", process_path: "/bin/a", process: "a", process_id: "1" },
  ],
  // Zeek and Suricata for rules of no product
  [
    "/dns/",
    "query: x.example\nanswer: 192.0.2.1",
    { _path: "dns", ts: 1714979289, uid: "C", query: "x.example", answers: ["192.0.2.1"] },
  ],
  [
    "/dns/",
    "query: x.example",
    {
      timestamp: "2024-05-06T07:08:09Z",
      flow_id: 1,
      event_type: "dns",
      dns: { rrname: "x.example" },
    },
  ],
  [
    "/proxy/",
    "cs-host: x.example\nc-useragent: c\ncs-method: GET",
    {
      _path: "http",
      ts: 1714979289,
      uid: "C",
      host: "x.example",
      user_agent: "c",
      method: "GET",
      uri: "/",
    },
  ],
  ["zeek//http", "c-uri: /a", { _path: "http", ts: 1714979289, uid: "C", uri: "/a" }],
  ["/firewall/", "dst_port: 22", { _path: "conn", ts: 1714979289, uid: "C", "id.resp_p": 22 }],
  // Cloud services
  [
    "aws//cloudtrail",
    'requestParameters|contains: \'"bucketName":"b"\'',
    {
      eventVersion: "1.08",
      eventSource: "s3",
      eventName: "x",
      requestParameters: { bucketName: "b" },
    },
  ],
  [
    "azure//signinlogs",
    "ResultType: 50057\nClientApp: Browser",
    {
      time: "2024-05-06T07:08:09Z",
      category: "SignInLogs",
      operationName: "Sign-in activity",
      resultType: "50057",
      properties: { clientAppUsed: "Browser" },
    },
  ],
  [
    "azure//signinlogs",
    "Status: Success\nAuthenticationRequirement: singleFactorAuthentication",
    {
      createdDateTime: "2024-05-06T07:08:09Z",
      appDisplayName: "a",
      userPrincipalName: "u",
      authenticationRequirement: "singleFactorAuthentication",
      status: { errorCode: 0 },
    },
  ],
  [
    "azure//auditlogs",
    "properties.message: Add member to role",
    { category: "AuditLogs", operationName: "Add member to role" },
  ],
  [
    "azure//auditlogs",
    "properties.message: Add member to role\nTargetResources.ModifiedProperties.NewValue|contains: admin",
    {
      activityDisplayName: "Add member to role",
      activityDateTime: "2024-05-06T07:08:09Z",
      targetResources: [{ modifiedProperties: [{ newValue: "admin" }] }],
    },
  ],
  [
    "azure//activitylogs",
    "OperationNameValue: MICROSOFT.X/WRITE\nCategoryValue: Administrative",
    { OperationNameValue: "MICROSOFT.X/WRITE", CategoryValue: "Administrative", authorization: {} },
  ],
  [
    "azure//activitylogs",
    "operationName: MICROSOFT.X/WRITE",
    { operationName: { value: "MICROSOFT.X/WRITE" }, category: { value: "Administrative" } },
  ],
  [
    "azure//riskdetection",
    "riskEventType: leakedCredentials",
    { riskEventType: "leakedCredentials", riskLevel: "high" },
  ],
  [
    "azure//pim",
    "riskEventType: invalidLicenseAlertIncident",
    { riskEventType: "invalidLicenseAlertIncident", riskLevel: "high" },
  ],
  [
    "gcp//gcp.audit",
    "gcp.audit.method_name: a.b\ndata.protoPayload.serviceName: s",
    { logName: "l", protoPayload: { methodName: "a.b", serviceName: "s" } },
  ],
  [
    "gcp//gcp.audit",
    "data.protoPayload.methodName: a.b",
    { data: { protoPayload: { methodName: "a.b" } } },
  ],
  [
    "gcp//google_workspace.admin",
    "eventService: admin.googleapis.com\neventName: CREATE\nnew_value: 'true'",
    {
      kind: "admin#reports#activity",
      id: { time: "2024-05-06T07:08:09Z", applicationName: "admin" },
      events: [{ name: "CREATE", parameters: [{ name: "NEW_VALUE", value: "true" }] }],
    },
  ],
  [
    "gcp//google_workspace.login",
    "protoPayload.metadata.event.eventName: suspicious_login\nprotoPayload.Servicename: login.googleapis.com",
    {
      logName: "l",
      protoPayload: {
        serviceName: "login.googleapis.com",
        metadata: { event: [{ eventName: "suspicious_login" }] },
      },
    },
  ],
  [
    "m365//threat_management",
    "eventSource: SecurityComplianceCenter\neventName: Unusual volume of file deletion\nstatus: success",
    {
      CreationTime: "2024-05-06T07:08:09",
      Workload: "SecurityComplianceCenter",
      Operation: "AlertTriggered",
      Name: "Unusual volume of file deletion",
      ResultStatus: "Success",
      UserType: 4,
    },
  ],
  [
    "m365//audit",
    "Operation: New-InboxRule\nParameters|contains: ForwardTo",
    {
      CreationDate: "x",
      AuditData: JSON.stringify({
        CreationTime: "2024-05-06T07:08:09",
        Workload: "Exchange",
        Operation: "New-InboxRule",
        Parameters: [{ Name: "ForwardTo", Value: "a" }],
      }),
    },
  ],
  [
    "okta//okta",
    "eventType: user.session.start\ntarget.displayName: x",
    {
      eventType: "user.session.start",
      actor: {},
      published: "2024-05-06T07:08:09Z",
      displayMessage: "m",
      target: [{ displayName: "x" }],
    },
  ],
  ["github//audit", "action: repo.create", { action: "repo.create", actor: "a", org: "o" }],
  [
    "bitbucket//audit",
    "auditType.action: Project deleted",
    { auditType: { action: "Project deleted", category: "Projects" }, author: { name: "a" } },
  ],
  ["onelogin//onelogin.events", "event_type_id: 530", { event_type_id: 530, account_id: 1 }],
  [
    "cisco//duo",
    "event_type: authentication\nreason: bypass_user",
    { event_type: "authentication", txid: "t", factor: "f", reason: "bypass_user" },
  ],
  [
    "kubernetes//audit",
    "verb: create\nobjectRef.resource: secrets",
    {
      kind: "Event",
      apiVersion: "audit.k8s.io/v1",
      verb: "create",
      objectRef: { resource: "secrets" },
    },
  ],
  [
    "kubernetes/application/audit",
    "hostPath: /",
    {
      kind: "Event",
      apiVersion: "audit.k8s.io/v1",
      requestObject: { spec: { volumes: [{ hostPath: { path: "/" } }] } },
    },
  ],
  [
    "opencanary/application/",
    "logtype: 6001",
    { logtype: 6001, logdata: {}, node_id: "n", utc_time: "2024-05-06 07:08:09" },
  ],
  [
    "linux/process_creation/",
    "Image: /bin/sh",
    {
      Event: {
        System: { Provider: { "#attributes": { Name: "Linux-Sysmon" } }, EventID: 1 },
        EventData: { Image: "/bin/sh" },
      },
    },
  ],
  [
    "linux/file_event/",
    "TargetFilename: /tmp/a",
    {
      __REALTIME_TIMESTAMP: "1714979289000000",
      SYSLOG_IDENTIFIER: "sysmon",
      MESSAGE:
        "<Event><System><Provider Name='Linux-Sysmon'/><EventID>11</EventID></System><EventData><Data Name='TargetFilename'>/tmp/a</Data></EventData></Event>",
    },
  ],
  [
    "linux//sshd",
    "- Failed",
    {
      __REALTIME_TIMESTAMP: "1714979289000000",
      MESSAGE: "Failed password",
      SYSLOG_IDENTIFIER: "sshd",
    },
  ],
])("a rule of %s with %j reaches its record", (logsource, selection, record) => {
  expect(reached(logsource, selection, JSON.stringify(record), "json-lines").length).toBe(1);
});

test("a process of another system, and one that ends, is no process creation of Windows", () => {
  for (const record of [
    {
      ...ECS,
      ...event("process", "start"),
      host: { os: { type: "linux" } },
      process: { executable: "a" },
    },
    { ...ECS, ...WINDOWS, ...event("process", "end"), process: { executable: "a" } },
    {
      class_uid: 1007,
      activity_id: 2,
      metadata: {},
      device: { os: { type_id: 100 } },
      process: { file: { path: "a" } },
    },
  ])
    expect(
      reached("windows/process_creation/", "Image: a", JSON.stringify(record), "json-lines"),
    ).toEqual([]);
});

test("a record with second names keeps its own, and both say the same", () => {
  const [record] = read(
    JSON.stringify({
      ...ECS,
      ...WINDOWS,
      ...event("process", "start"),
      process: { executable: "a", pid: 7, args: ["a", "b"] },
    }),
    "json-lines",
  ).records;
  expect(record?.host).toBe("PC1");
  expect(record?.timeMs).toBe(Date.UTC(2024, 4, 6, 7, 8, 9));
  expect(record?.source).toEqual({
    format: "json",
    product: "windows",
    category: "process_creation",
  });
  expect(fieldsOf(record)).toMatchObject({
    Image: "a",
    ProcessId: 7,
    "process.executable": "a",
    "process.args": ["a", "b"],
  });
  const names = [...(record?.fields() ?? [])].map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const [name, value] of record?.fields() ?? []) expect(record?.field(name)).toEqual(value);
});

test("names of objects' prototypes are no fields of any shape", () => {
  for (const record of [
    { ...ECS, ...event("process", "start") },
    { class_uid: 1007, metadata: {} },
    { eventVersion: "1", eventSource: "s", eventName: "n" },
    { category: "SignInLogs", operationName: "o" },
  ]) {
    const [got] = read(JSON.stringify(record), "json-lines").records;
    for (const name of ["constructor", "__proto__", "toString", "a.constructor"])
      expect(got?.field(name)).toBeUndefined();
  }
});

test("any JSON in the form of any shape gives the same fields by name and in the list", () => {
  const name = fc.constantFrom(
    ..."ecs event host process file url dns Image CommandLine class_uid metadata activity_id device data protoPayload logName category operationName properties Workload Operation CreationTime AuditData original version kind type os dest process_path process_id registry_path x.y".split(
      " ",
    ),
  );
  const leaf = fc.oneof(
    fc.constantFrom("start", "process", "file", "windows", "{}", '{"Operation":1}', "a=b", ""),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(1007, 4002, 201002),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(name, tie("value"), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 8 }), (object) => {
      for (const record of read(JSON.stringify(object), "json-lines").records) {
        const names = new Set<string>();
        for (const [field, content] of record.fields()) {
          expect(names.has(field)).toBe(false);
          names.add(field);
          expect(record.field(field)).toEqual(content);
        }
      }
    }),
    { numRuns: 400 },
  );
});
