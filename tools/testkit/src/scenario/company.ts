// Harrowgate Marine Systems: an invented supplier. Names are invented, domains end in .example (RFC 2606),
// public addresses are those of RFC 5737.

/** Which logs a computer keeps. `process-audit`: Security 4688; `nxlog`: its events lie as JSON lines. */
type HostLog = "sysmon" | "security" | "process-audit" | "powershell" | "system";

/** A computer of the company. */
export interface Host {
  readonly name: string;
  /** Full name, as logs give it. */
  readonly computer: string;
  readonly address: string;
  readonly role: "portal" | "domain-controller" | "file-server" | "workstation" | "admin";
  readonly logs: readonly HostLog[];
  readonly form: "evtx" | "nxlog";
  /** Account of the person at it, or the service account. */
  readonly user: string;
}

export const DOMAIN = "harrowgate.example";
/** First part of every SID of the domain. */
export const DOMAIN_SID = "S-1-5-21-2140513862-1187335402-3318104417";

/** Role of a computer in the story. */
export type HostKey = "portal" | "controller" | "files" | "drawing" | "building" | "admin";

/** The computers whose logs were kept. */
export const HOSTS: Readonly<Record<HostKey, Host>> = {
  portal: {
    name: "HMS-PORTAL01",
    computer: `HMS-PORTAL01.${DOMAIN}`,
    address: "10.20.0.10",
    role: "portal",
    logs: ["sysmon", "security", "powershell", "system"],
    form: "evtx",
    user: "svc_portal",
  },
  controller: {
    name: "HMS-DC01",
    computer: `HMS-DC01.${DOMAIN}`,
    address: "10.20.1.5",
    role: "domain-controller",
    logs: ["security", "process-audit", "system"],
    form: "evtx",
    user: "adm_okello",
  },
  files: {
    name: "HMS-FS01",
    computer: `HMS-FS01.${DOMAIN}`,
    address: "10.20.1.20",
    role: "file-server",
    logs: ["sysmon", "security"],
    form: "nxlog",
    user: "svc_backup",
  },
  drawing: {
    name: "HMS-ENG07",
    computer: `HMS-ENG07.${DOMAIN}`,
    address: "10.20.2.17",
    role: "workstation",
    logs: ["sysmon", "powershell"],
    form: "evtx",
    user: "j.hollis",
  },
  building: {
    name: "HMS-ENG12",
    computer: `HMS-ENG12.${DOMAIN}`,
    address: "10.20.2.22",
    role: "workstation",
    logs: ["security", "process-audit"],
    form: "evtx",
    user: "m.ferreira",
  },
  admin: {
    name: "HMS-ADM02",
    computer: `HMS-ADM02.${DOMAIN}`,
    address: "10.20.3.12",
    role: "admin",
    logs: ["sysmon", "powershell"],
    form: "evtx",
    user: "adm_okello",
  },
};

/** People whose logons appear; each has a RID from 1104 on, in this order. */
export const PEOPLE: readonly [string, ...string[]] = [
  "j.hollis",
  "m.ferreira",
  "adm_okello",
  "a.lindqvist",
  "t.brandt",
  "r.osei",
  "k.nakamura",
  "p.duarte",
  "s.whitby",
  "svc_backup",
  "svc_portal",
];

/** SID of an account of the domain. */
export function sidOf(account: string): string {
  if (account === "SYSTEM") return "S-1-5-18";
  const index = PEOPLE.indexOf(account);
  return `${DOMAIN_SID}-${index < 0 ? 1999 : 1104 + index}`;
}
