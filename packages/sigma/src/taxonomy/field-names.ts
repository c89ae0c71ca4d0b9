// Fields that records of a logsource can have. Sources: the event schemas of Sysmon, of the Windows channels and
// of the Kernel-File provider; Sigma's taxonomy appendix 2.1; the W3C's extended log file format; the Linux audit
// field dictionary; Zeek's script reference. Names of more than one generation of a schema stand side by side.

/** Names in one string, divided by blanks. */
type Names = string;

/** System of every Windows event, as Sigma writes it. */
export const WINDOWS_SYSTEM: Names =
  "EventID Provider_Name Provider_Guid Channel Computer Security_UserID Level Task Opcode Keywords Version EventRecordID Execution_ProcessID Execution_ThreadID Correlation_ActivityID TimeCreated_SystemTime Message";

const PROCESS = "ProcessGuid ProcessId Image User UtcTime RuleName";
const BINARY = "FileVersion Description Product Company OriginalFileName";
const HASHES = "Hashes md5 sha1 sha256 imphash Imphash";
const SIGNED = "Signed Signature SignatureStatus";
const PARENT = "ParentProcessGuid ParentProcessId ParentImage ParentCommandLine ParentUser";
const REGISTRY = `${PROCESS} EventType TargetObject Details NewName`;
const FILE = `${PROCESS} TargetFilename CreationUtcTime`;
const CONNECTION =
  "Protocol Initiated SourceIsIpv6 SourceIp SourceHostname SourcePort SourcePortName DestinationIsIpv6 DestinationIp DestinationHostname DestinationPort DestinationPortName";
const CREATED = `${PROCESS} ${BINARY} ${HASHES} ${PARENT} CommandLine CurrentDirectory LogonGuid LogonId TerminalSessionId IntegrityLevel`;
/** What agents add to Sysmon's fields, by the same scheme. */
const ADDED = "CommandLine ParentImage ParentCommandLine ParentProcessId IntegrityLevel";

/** By category of Windows. */
export const WINDOWS_FIELDS: Readonly<Record<string, Names>> = {
  process_creation: `${CREATED} GrandParentImage GrandparentImage GrandparentCommandLine GrandParentCommandLine`,
  process_termination: PROCESS,
  file_change: `${FILE} PreviousCreationUtcTime`,
  network_connection: `${PROCESS} ${CONNECTION} CommandLine ParentImage`,
  sysmon_status: "State Version SchemaVersion Configuration ConfigurationFileHash UtcTime",
  sysmon_error: "ID Description UtcTime",
  driver_load: `ImageLoaded ${HASHES} ${SIGNED} UtcTime RuleName`,
  image_load: `${PROCESS} ${BINARY} ${HASHES} ${SIGNED} ImageLoaded CommandLine`,
  create_remote_thread:
    "SourceProcessGuid SourceProcessId SourceImage TargetProcessGuid TargetProcessId TargetImage NewThreadId StartAddress StartModule StartFunction SourceUser TargetUser UtcTime RuleName User SourceCommandLine SourceParentProcessId SourceParentImage SourceParentCommandLine TargetCommandLine TargetParentProcessId TargetParentImage TargetParentCommandLine IsInitialThread RemoteCreation",
  raw_access_thread: `${PROCESS} Device`,
  raw_access_read: `${PROCESS} Device TargetFilename CreationUtcTime`,
  process_access:
    "SourceProcessGUID SourceProcessId SourceThreadId SourceImage TargetProcessGUID TargetProcessId TargetImage GrantedAccess CallTrace SourceUser TargetUser UtcTime RuleName SourceCommandLine CallTraceExtended",
  file_event: `${FILE} ${ADDED} MagicHeader`,
  file_delete: `${FILE} ${ADDED} ${HASHES} IsExecutable Archived`,
  file_delete_detected: `${FILE} ${HASHES} IsExecutable`,
  file_executable_detected: `${FILE} ${HASHES}`,
  file_block: `${FILE} ${HASHES} IsExecutable`,
  file_block_executable: `${FILE} ${HASHES}`,
  file_block_shredding: `${FILE} ${HASHES} IsExecutable`,
  file_access: `${FILE} ${ADDED} Irp FileObject IssuingThreadId CreateOptions CreateAttributes ShareAccess FileName`,
  file_rename: `${FILE} ${ADDED} OriginalFileName SourceFilename MagicHeader Irp FileObject FileKey ExtraInformation IssuingThreadId InfoClass FilePath`,
  registry_add: REGISTRY,
  registry_delete: REGISTRY,
  registry_set: REGISTRY,
  registry_rename: REGISTRY,
  registry_event: REGISTRY,
  create_stream_hash: `${FILE} Hash Contents`,
  pipe_created: `${PROCESS} EventType PipeName`,
  wmi_event:
    "EventType UtcTime Operation User EventNamespace Name Query Type Destination Consumer Filter RuleName",
  dns_query: `${PROCESS} QueryName QueryStatus QueryResults`,
  clipboard_change: `${PROCESS} Session ClientInfo ${HASHES} Archived`,
  clipboard_capture: `${PROCESS} Session ClientInfo ${HASHES} Archived`,
  process_tampering: `${PROCESS} Type`,
  ps_module: "ContextInfo UserData Payload",
  ps_script: "MessageNumber MessageTotal ScriptBlockText ScriptBlockId Path",
  ps_classic_start: "Data",
  ps_classic_provider_start: "Data",
  ps_classic_script: "Data",
};

/** By category of Linux and macOS. */
export const UNIX_FIELDS: Readonly<Record<string, Names>> = {
  process_creation: CREATED,
  process_termination: PROCESS,
  network_connection: `${PROCESS} ${CONNECTION}`,
  raw_access_read: `${PROCESS} Device`,
  file_event: FILE,
  file_delete: `${FILE} ${HASHES} IsExecutable Archived`,
  sysmon_status: "State Version SchemaVersion Configuration ConfigurationFileHash UtcTime",
};

const W3C =
  "date time c-ip c-port s-ip s-port s-sitename s-computername cs-username cs-method cs-uri cs-uri-stem cs-uri-query sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken cs-version cs-host cs-user-agent cs-referer cs-referrer cs-cookie cs-content-type";

/** By category that is of no product. */
export const GENERIC_FIELDS: Readonly<Record<string, Names>> = {
  webserver: W3C,
  proxy: `${W3C} c-uri c-uri-extension c-uri-query c-uri-stem c-useragent r-dns src_ip dst_ip cs-uri-scheme cs-uri-extension`,
  firewall:
    "src_ip src_port dst_ip dst_port username action blocked protocol direction interface bytes packets",
  dns: "query record_type answer src_ip dst_ip response_code parent_domain",
  antivirus: "Filename Signature Action",
  "network/connection":
    "event.duration network.type network.transport network.protocol source.ip source.port destination.ip destination.port source.packets destination.packets source.bytes destination.bytes network.community_id network.state network.history",
  "network/dns":
    "source.ip source.port destination.ip destination.port network.community_id dns.id dns.question.name dns.question.type dns.question.class dns.answers.name dns.answers.type dns.answers.class dns.answers.data dns.answers.ttl dns.header.flags dns.response.code",
};
