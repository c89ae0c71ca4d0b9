// What the bundle of AA24-207A says. Only what was read in a public source stands here; what a second
// source supports in part says so in its description.

/** The warning. */
export const WARNING = {
  number: "AA24-207A",
  title:
    "North Korea Cyber Group Conducts Global Espionage Campaign to Advance Regime's Military and Nuclear Programs",
  page: "https://www.cisa.gov/news-events/cybersecurity-advisories/aa24-207a",
  pdf: "https://www.cisa.gov/sites/default/files/2024-08/aa24-207a-dprk-cyber-group-conducts-global-espionage-campaign_0.pdf",
} as const;

export const ISSUERS: readonly string[] = [
  "Federal Bureau of Investigation (FBI)",
  "Cybersecurity and Infrastructure Security Agency (CISA)",
  "National Security Agency (NSA)",
  "Cyber National Mission Force (CNMF)",
  "Department of Defense Cyber Crime Center (DC3)",
  "Republic of Korea National Intelligence Service (NIS)",
  "Republic of Korea National Police Agency (NPA)",
  "United Kingdom National Cyber Security Centre (NCSC)",
];

/** A claim that the actor bears another name: who says so, and how the two relate. */
export interface AliasFact {
  readonly name: string;
  readonly relation: "same" | "formerly" | "part-of" | "overlaps" | "linked" | "unstated";
  readonly by: string;
}

export const ALIASES: readonly AliasFact[] = [
  { name: "Onyx Sleet", relation: "same", by: "Microsoft" },
  { name: "PLUTONIUM", relation: "formerly", by: "Microsoft" },
  { name: "Silent Chollima", relation: "same", by: "CrowdStrike" },
  { name: "APT45", relation: "same", by: "Mandiant" },
  { name: "Stonefly", relation: "same", by: "Symantec" },
  // Older names, whose bearers other tables give to Lazarus: claims, not aliases.
  { name: "DarkSeoul", relation: "unstated", by: "Microsoft" },
  { name: "Operation Troy", relation: "unstated", by: "Microsoft" },
  { name: "Black Chollima", relation: "unstated", by: "Microsoft" },
  { name: "Tdrop2 campaign", relation: "unstated", by: "Microsoft" },
  { name: "WHOis Team", relation: "overlaps", by: "MISP" },
  { name: "Guardians of Peace", relation: "overlaps", by: "MISP" },
  { name: "Lazarus Group", relation: "part-of", by: "MITRE ATT&CK" },
  { name: "DEV-0530", relation: "linked", by: "Microsoft" },
  { name: "UNC614", relation: "overlaps", by: "Mandiant" },
];

/** Sectors, in words of industry-sector-ov where it has one, and whether each is a main target. */
export const SECTORS: readonly (readonly [sector: string, main: boolean])[] = [
  ["defense", true],
  ["aerospace", true],
  ["nuclear", true],
  ["engineering", true],
  ["healthcare", false],
  ["energy", false],
];

/** What is sought: topics by sector, and types of documents in any of them. Names of drawers, no knowledge. */
export const SOUGHT_TOPICS: readonly (readonly [sector: string, information: string])[] = [
  ["defense", "heavy and light tanks"],
  ["defense", "self-propelled howitzers"],
  ["defense", "ammunition supply vehicles"],
  ["defense", "combatant ships and combatant craft"],
  ["defense", "submarines, torpedoes, unmanned and autonomous underwater vehicles"],
  ["aerospace", "fighter aircraft and unmanned aircraft"],
  ["aerospace", "missiles and missile defence"],
  ["aerospace", "satellites and satellite communications"],
  ["nuclear", "uranium processing and enrichment"],
  ["engineering", "shipbuilding and marine engineering"],
];
export const SOUGHT_DOCUMENTS: readonly string[] = [
  "contract specifications",
  "bills of materials",
  "project details",
  "design drawings",
  "engineering documents",
];

/** ISO 3166-1 codes and names, from a campaign record derived from the warning. */
export const COUNTRIES: readonly (readonly [code: string, name: string])[] = [
  ["BR", "Brazil"],
  ["CA", "Canada"],
  ["CN", "China"],
  ["FR", "France"],
  ["DE", "Germany"],
  ["IN", "India"],
  ["IL", "Israel"],
  ["JP", "Japan"],
  ["KR", "South Korea"],
  ["NG", "Nigeria"],
  ["NO", "Norway"],
  ["PH", "Philippines"],
  ["RO", "Romania"],
  ["RU", "Russia"],
  ["SE", "Sweden"],
  ["GB", "United Kingdom"],
  ["US", "United States"],
  ["VN", "Vietnam"],
];

/** Techniques that a page mapping the warning gives; it breaks off after these. */
export const TECHNIQUES: readonly (readonly [id: string, name: string])[] = [
  ["T1021", "Remote Services"],
  ["T1048", "Exfiltration Over Alternative Protocol"],
  ["T1560", "Archive Collected Data"],
  ["T1587.001", "Develop Capabilities: Malware"],
  ["T1587.004", "Develop Capabilities: Exploits"],
];

/** Names of rules published with the warning, of the indictment, or of both. */
export const MALWARE: readonly (readonly [name: string, ...aliases: string[]])[] = [
  ["3RAT"],
  ["Agni"],
  ["Atharvan"],
  ["BindShell"],
  ["CutieDrop"],
  ["Dtrack", "Preft"],
  ["Fipps"],
  ["Grease"],
  ["H0lyGh0st"],
  ["HHSD file transfer tool"],
  ["Jupiter", "EasyRAT", "EarlyRAT"],
  ["Lilith RAT variant"],
  ["MagicRAT"],
  ["Maui"],
  ["NoPineapple"],
  ["Scheduled-task loader"],
  ["SocksTroy"],
  ["TigerRAT"],
  ["Trifaux"],
  ["ValidAlpha", "Black RAT"],
  ["VSingle", "Valefor"],
  ["YamaBot", "Kaos", "KaosRAT"],
];

export const TOOLS: readonly string[] =
  "AdFind AsyncRAT Dumpert Impacket Mimikatz Plink ProcDump PuTTY WinRAR WinSCP".split(" ");

/** A vulnerability, how far it is known to belong to the warning, and what may be said of it. */
export interface VulnerabilityFact {
  readonly id: string;
  readonly product: string;
  readonly status: "mentioned" | "exploited";
  readonly source: string;
}

const RECORD =
  "Partly verified: a campaign record derived from the warning carries a tag for it; the warning's own list was not compared. Listed is not exploited.";
const EARLIER = "Read in AA23-040A (9 February 2023), an earlier warning. Listed is not exploited.";

export const VULNERABILITIES: readonly VulnerabilityFact[] = [
  {
    id: "CVE-2021-44228",
    product: "Apache Log4j2",
    status: "exploited",
    source:
      "Log4Shell. The indictment of 24 July 2024 (D. Kansas 2:24-cr-20061) says that two air bases were entered by it.",
  },
  { id: "CVE-2022-24990", product: "TerraMaster TOS", status: "mentioned", source: EARLIER },
  { id: "CVE-2021-20038", product: "SonicWall SMA 100", status: "mentioned", source: EARLIER },
  ...partly("CVE-2023-46604", "Apache ActiveMQ"),
  ...partly("CVE-2023-42793", "JetBrains TeamCity"),
  ...partly("CVE-2023-35078", "Ivanti EPMM"),
  ...partly("CVE-2023-34362", "Progress MOVEit Transfer"),
  ...partly("CVE-2023-32315", "Openfire"),
  ...partly("CVE-2023-27997", "FortiOS and FortiProxy SSL-VPN"),
  ...partly("CVE-2023-3519", "Citrix NetScaler ADC and Gateway"),
  ...partly("CVE-2023-0669", "Fortra GoAnywhere MFT"),
  ...partly("CVE-2022-47966", "Zoho ManageEngine"),
  ...partly("CVE-2022-41352", "Zimbra Collaboration"),
  ...partly("CVE-2022-30190", "Windows MSDT"),
  ...partly("CVE-2019-0708", "Windows Remote Desktop Services"),
];

function partly(id: string, product: string): VulnerabilityFact[] {
  return [{ id, product, status: "mentioned", source: RECORD }];
}
