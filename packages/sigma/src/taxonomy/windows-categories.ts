// Sigma taxonomy appendix 2.1; event numbers of Sysmon and of the Windows channels.

import type { FieldNames, Reading } from "./reading.ts";
import { rewrite4688, rewrite5156 } from "./windows-values.ts";

/** Records of one category in one channel. */
export interface CategorySource extends Pick<Reading, "answers" | "rewrite"> {
  readonly service: string;
  readonly eventIds: readonly number[];
  /** A field that must have one of these values too. */
  readonly requires?: readonly [field: string, values: readonly string[]];
  readonly fields?: FieldNames;
}

const sysmon = (...eventIds: number[]): readonly CategorySource[] => [
  { service: "sysmon", eventIds },
];

/** The Security log's names for the fields of a new process. */
const FIELDS_4688: FieldNames = {
  Image: "NewProcessName",
  ParentImage: "ParentProcessName",
  ProcessId: "NewProcessId",
  ParentProcessId: "ProcessId",
  LogonId: "SubjectLogonId",
  User: "SubjectUserName",
  IntegrityLevel: "MandatoryLabel",
};

/** The Security log's names for the fields of a connection that the filtering platform let through. */
const FIELDS_5156: FieldNames = {
  Image: "Application",
  ProcessId: "ProcessID",
  SourceIp: "SourceAddress",
  SourcePort: "SourcePort",
  DestinationIp: "DestAddress",
  DestinationPort: "DestPort",
  Protocol: "Protocol",
  Initiated: "Direction",
};

const registry = (...kinds: string[]): readonly CategorySource[] => [
  { service: "sysmon", eventIds: [12], requires: ["EventType", kinds] },
];

/** Sigma's categories of Windows. */
export const WINDOWS_CATEGORIES: Readonly<Record<string, readonly CategorySource[]>> = {
  process_creation: [
    { service: "sysmon", eventIds: [1] },
    { service: "security", eventIds: [4688], fields: FIELDS_4688, rewrite: rewrite4688 },
  ],
  file_change: sysmon(2),
  network_connection: [
    { service: "sysmon", eventIds: [3] },
    {
      service: "security",
      eventIds: [5156],
      fields: FIELDS_5156,
      rewrite: rewrite5156,
      answers: new Set(Object.keys(FIELDS_5156)),
    },
  ],
  sysmon_status: sysmon(4, 16),
  process_termination: sysmon(5),
  driver_load: sysmon(6),
  image_load: sysmon(7),
  create_remote_thread: sysmon(8),
  raw_access_thread: sysmon(9),
  raw_access_read: sysmon(9),
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
  clipboard_capture: sysmon(24),
  process_tampering: sysmon(25),
  file_block_executable: sysmon(27),
  file_block_shredding: sysmon(28),
  file_block: sysmon(27, 28),
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

/** What a person calls the events of categories; others by the category's name. */
export const CATEGORY_WORDS: Readonly<Record<string, string>> = {
  process_creation: "process creation",
  process_termination: "process end",
  network_connection: "network connection",
  file_event: "file creation",
  file_change: "file creation time changed",
  file_delete: "file deletion",
  file_rename: "file renamed",
  file_access: "file access",
  file_executable_detected: "executable file written",
  image_load: "image load",
  registry_set: "registry value set",
  registry_add: "registry key created",
  registry_delete: "registry delete",
  registry_event: "registry",
  registry_rename: "registry renamed",
  create_stream_hash: "file stream created",
  dns_query: "DNS query",
  process_access: "process access",
  create_remote_thread: "remote thread",
  raw_access_thread: "raw disk access",
  pipe_created: "named pipe",
  driver_load: "driver load",
  wmi_event: "WMI",
  sysmon_status: "Sysmon's own state",
  sysmon_error: "Sysmon error",
  ps_script: "script block",
  ps_module: "module logging",
  ps_classic_start: "engine start",
  ps_classic_provider_start: "provider start",
  ps_classic_script: "pipeline execution",
};

/**
 * Records that name a category themselves (of EDR products, in ECS or OCSF) may name a narrower one than the
 * rule: all of these count.
 */
export const NARROWER: Readonly<Record<string, readonly string[]>> = {
  registry_event: ["registry_add", "registry_set", "registry_delete", "registry_rename"],
  file_delete: ["file_delete_detected"],
  file_event: ["file_executable_detected"],
};
