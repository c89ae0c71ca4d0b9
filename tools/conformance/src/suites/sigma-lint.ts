import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkPredicate } from "@tocsin/match";
import { lintSigma } from "@tocsin/sigma";
import type { LintFinding } from "@tocsin/sigma";
import type { Case, Suite } from "../suite.ts";

const LIVE = ["rules", "rules-emerging-threats", "rules-threat-hunting"];

/** Faults of live rules that were looked at and are ones, by code and the end of the rule's path. */
const REVIEWED: Readonly<Record<string, readonly string[]>> = {
  // The selection beside it asks for another value of the same field.
  LINT_FILTER_VOID: [
    "image_load_dll_dbghelp_dbgcore_susp_load.yml",
    "proc_access_win_lsass_susp_source_process.yml",
    "create_remote_thread_win_susp_relevant_source_image.yml",
    "file_event_win_create_evtx_non_common_locations.yml",
    "image_load_side_load_rjvplatform_non_default_location.yml",
    "net_connection_win_susp_binary_no_cmdline.yml",
    "registry_set_aedebug_persistence.yml",
  ],
  // Another part of the condition implies it.
  LINT_SELECTION_INEFFECTIVE: [
    "proc_creation_lnx_exploit_cve_2025_55182_susp_nodejs_server_child_process.yml",
    "proc_creation_win_pua_pingcastle_script_parent.yml",
  ],
  LINT_TEST_DOUBLE: [
    "proc_creation_lnx_exploit_cve_2025_55182_susp_nodejs_server_child_process.yml",
    "proc_creation_win_exploit_cve_2025_55182_susp_nodejs_server_child_process.yml",
    "posh_ps_tamper_windows_defender_set_mp.yml",
  ],
  // An empty text in a list under contains makes the rest of the list void.
  LINT_TEXT_EMPTY: ["proc_creation_win_powershell_susp_child_processes.yml"],
  // Arguments with their blanks as whole command lines; paths that begin with a blank.
  LINT_VALUE_BLANK: [
    "image_load_side_load_robform.yml",
    "proc_creation_win_hktl_quarks_pwdump.yml",
  ],
  LINT_WILDCARD_ESCAPED: [
    "proc_creation_win_malware_ursnif_cmd_redirection.yml",
    "proc_creation_win_susp_script_exec_from_compressed_parent.yml",
    "zeek_smb_converted_win_atsvc_task.yml",
    "proc_creation_win_attrib_hiding_files.yml",
  ],
  // Both want a list of the user's own.
  SIGMA_PLACEHOLDER: [
    "win_security_adcs_certighost_cdc_chase_request.yml",
    "win_security_adcs_certighost_cert_issued_via_chase.yml",
  ],
};

const counts = new Map<string, number>();

function isReviewed({ code, place }: LintFinding): boolean {
  return REVIEWED[code]?.some((name) => place.file.endsWith(`/${name}`)) === true;
}

function lintLive(root: string): Map<string, LintFinding[]> {
  const sources = LIVE.flatMap((tree) =>
    readdirSync(join(root, tree), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".yml"))
      .toSorted()
      .map((name) => ({
        file: `${tree}/${name.replaceAll("\\", "/")}`,
        text: readFileSync(join(root, tree, name), "utf8"),
      })),
  );
  const byFile = new Map(sources.map(({ file }) => [file, [] as LintFinding[]]));
  const { findings } = lintSigma(sources, {
    refuseRegex: (source, flags) =>
      checkPredicate({ kind: "field", field: "", test: { op: "regex", source, flags } }),
  });
  for (const finding of findings) {
    counts.set(finding.code, (counts.get(finding.code) ?? 0) + 1);
    byFile.get(finding.place.file)?.push(finding);
  }
  return byFile;
}

function judge(file: string, findings: readonly LintFinding[]): string | undefined {
  const alarm = findings.find((one) => one.severity !== "note" && !isReviewed(one));
  if (alarm !== undefined) return `line ${alarm.place.line}: ${alarm.code}: ${alarm.message}`;
  for (const [code, names] of Object.entries(REVIEWED))
    if (names.some((name) => file.endsWith(`/${name}`)))
      if (!findings.some((one) => one.code === code)) return `${code} is not found any more`;
  return undefined;
}

/** What lint says of rules that people use: every alarm is one that was looked at, and none of those is missed. */
export const suite: Suite = {
  name: "sigma-lint",
  corpus: "hunting",
  *load(corporaRoot): Generator<Case> {
    const root = join(corporaRoot, "hunting", "sigma", "rules");
    if (!existsSync(root)) return;
    for (const [file, findings] of lintLive(root))
      yield { id: file, run: () => judge(file, findings) };
  },
  notes: () =>
    [...counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, count]) => `${code}: ${count}`),
};
