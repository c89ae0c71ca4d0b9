// Sigma taxonomy appendix 2.1; event numbers of Sysmon and of the Windows channels.

/** Records of one category in one channel. */
export interface CategorySource {
  readonly service: string;
  readonly eventIds: readonly number[];
  /** A field that must have this value too. */
  readonly requires?: readonly [field: string, values: readonly string[]];
  /** Sigma's field name → the name it has in these records. */
  readonly fields?: Readonly<Record<string, string>>;
}

const sysmon = (...eventIds: number[]): readonly CategorySource[] => [
  { service: "sysmon", eventIds },
];

/** The Security log's names for the fields of a new process. */
const FIELDS_4688: Readonly<Record<string, string>> = {
  Image: "NewProcessName",
  ParentImage: "ParentProcessName",
  ProcessId: "NewProcessId",
  ParentProcessId: "ProcessId",
  LogonId: "SubjectLogonId",
  User: "SubjectUserName",
};

const registry = (...kinds: string[]): readonly CategorySource[] => [
  { service: "sysmon", eventIds: [12], requires: ["EventType", kinds] },
];

/** Sigma's categories of Windows. */
export const WINDOWS_CATEGORIES: Readonly<Record<string, readonly CategorySource[]>> = {
  process_creation: [
    { service: "sysmon", eventIds: [1] },
    { service: "security", eventIds: [4688], fields: FIELDS_4688 },
  ],
  file_change: sysmon(2),
  network_connection: sysmon(3),
  sysmon_status: sysmon(4, 16),
  process_termination: sysmon(5),
  driver_load: sysmon(6),
  image_load: sysmon(7),
  create_remote_thread: sysmon(8),
  raw_access_thread: sysmon(9),
  process_access: sysmon(10),
  file_event: sysmon(11),
  registry_event: sysmon(12, 13, 14),
  registry_add: registry("CreateKey"),
  registry_delete: registry("DeleteKey", "DeleteValue"),
  registry_set: sysmon(13),
  registry_rename: sysmon(14),
  create_stream_hash: sysmon(15),
  pipe_created: sysmon(17, 18),
  wmi_event: sysmon(19, 20, 21),
  dns_query: sysmon(22),
  file_delete: sysmon(23, 26),
  file_delete_detected: sysmon(26),
  clipboard_change: sysmon(24),
  process_tampering: sysmon(25),
  file_block_executable: sysmon(27),
  file_block_shredding: sysmon(28),
  file_executable_detected: sysmon(29),
  sysmon_error: sysmon(255),
  ps_module: [{ service: "powershell", eventIds: [4103] }],
  ps_script: [{ service: "powershell", eventIds: [4104] }],
  ps_classic_start: [{ service: "powershell-classic", eventIds: [400] }],
  ps_classic_provider_start: [{ service: "powershell-classic", eventIds: [600] }],
  ps_classic_script: [{ service: "powershell-classic", eventIds: [800] }],
  antivirus: [
    {
      service: "windefend",
      eventIds: [1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116],
      fields: { Signature: "Threat Name", Filename: "Path" },
    },
  ],
};

/** What a person calls the events of Sysmon and the Security log that categories use. */
export const CATEGORY_WORDS: Readonly<Record<string, string>> = {
  process_creation: "process creation",
  network_connection: "network connection",
  file_event: "file creation",
  image_load: "image load",
  registry_set: "registry value set",
  registry_add: "registry key created",
  registry_delete: "registry delete",
  registry_event: "registry",
  dns_query: "DNS query",
  process_access: "process access",
  create_remote_thread: "remote thread",
  pipe_created: "named pipe",
  driver_load: "driver load",
  file_delete: "file deletion",
  wmi_event: "WMI",
  ps_script: "script block",
  ps_module: "module logging",
};
