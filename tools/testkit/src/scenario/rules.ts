/** Titles of the example's own rules by file name; the story's tags speak of them by file name. */
export const RULES = {
  log4j_lookup_in_web_request: "Log4j lookup in a web request",
  command_interpreter_from_tomcat: "Command interpreter started by a Tomcat service",
  host_survey_in_one_command: "Host survey written to a file in one command",
  powershell_download_from_address: "PowerShell download from a bare address",
  service_in_program_data: "Service installed from a folder that users may write",
  task_in_program_data: "Scheduled task that runs from a folder that users may write",
  lsass_credentials: "Credentials taken from LSASS by command line",
  local_account_and_administrator: "Local account or administrator added with net",
  rdp_from_loopback: "Remote desktop logon from the loopback address",
  plink_tunnel_to_rdp: "Plink tunnel to remote desktop",
  share_and_move_in_one_command: "Share connected and files moved onto it in one command",
  archive_with_password: "Archive with password made by RAR",
} as const;

/** Name of a rule in tags: its file without `.yml`. */
export type RuleKey = keyof typeof RULES;
