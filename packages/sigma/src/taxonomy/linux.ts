// Sigma taxonomy appendix 2.1: Linux and macOS.
import type { Reading } from "./reading.ts";
import { CATEGORY_WORDS } from "./windows-categories.ts";

/** Events of Sysmon for Linux. */
const SYSMON: Readonly<Record<string, readonly number[]>> = {
  process_creation: [1],
  network_connection: [3],
  sysmon_status: [4, 16],
  process_termination: [5],
  raw_access_read: [9],
  file_event: [11],
  file_delete: [23, 26],
};

/** Services of Linux whose records any program of the system log may have written, and those it has as well. */
const SERVICES: Readonly<Record<string, readonly [needs: string, also: readonly string[]]>> = {
  auditd: ["Linux audit log (auditd)", []],
  auth: ["Linux log of authentication (/var/log/auth.log or secure)", ["sshd", "sudo"]],
  sshd: ["log of sshd (Linux auth.log or secure)", []],
  sudo: ["log of sudo (Linux auth.log or secure)", []],
  cron: ["log of cron (Linux syslog)", []],
  clamav: ["log of ClamAV", []],
  vsftpd: ["log of vsftpd", []],
  guacamole: ["log of guacd (Apache Guacamole)", []],
  modsecurity: ["log of ModSecurity (in the Apache error log)", []],
  sysmon: ["Sysmon for Linux", []],
};

/** Readings of a category of Linux; none if Linux has no such category. */
export function linuxCategory(category: string): Reading[] {
  const eventIds = Object.hasOwn(SYSMON, category) ? SYSMON[category] : undefined;
  if (eventIds === undefined) return [];
  const words = CATEGORY_WORDS[category] ?? category.replaceAll("_", " ");
  const needs = `Sysmon for Linux event ${eventIds.join(", ")} (${words})`;
  return [
    { scope: { product: "linux", service: "sysmon", eventIds, needs } },
    { scope: { product: "linux", category, needs } },
  ];
}

/** Readings of a service of Linux; none if it is not known. */
export function linuxService(service: string): Reading[] {
  // The system log has the lines of every program.
  if (service === "syslog")
    return [{ scope: { product: "linux", needs: "Linux syslog (/var/log/syslog or messages)" } }];
  const known = Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
  if (known === undefined) return [];
  const [needs, also] = known;
  return [service, ...also].map((one) => ({ scope: { product: "linux", service: one, needs } }));
}

/** Any log of Linux. */
export const LINUX: readonly Reading[] = [
  {
    scope: { product: "linux", needs: "Linux logs (syslog, audit log or Sysmon for Linux)" },
  },
];

/** Readings of a category of macOS: no log of its own has them, but EDR products do. */
export function macosCategory(category: string): Reading[] {
  const words = CATEGORY_WORDS[category] ?? category.replaceAll("_", " ");
  const needs = `macOS ${words} events (of an EDR, in ECS or OCSF, or by --mapping)`;
  return [{ scope: { product: "macos", category, needs } }];
}
