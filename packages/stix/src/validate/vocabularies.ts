/** Checks of what should be, each of which can be left out by name. */
export const STIX_CHECKS = [
  "account-type",
  "attack-motivation",
  "attack-resource-level",
  "countries",
  "custom-prefix",
  "custom-prefix-lax",
  "deprecated-properties",
  "duplicate-ids",
  "extension-description",
  "extension-properties",
  "extensions-use",
  "extref-hashes",
  "grouping-context",
  "hash-algo",
  "identity-class",
  "implementation-languages",
  "indicator-properties",
  "indicator-types",
  "industry-sector",
  "infrastructure-types",
  "kill-chain-names",
  "languages",
  "malware-analysis-product",
  "malware-av-result",
  "malware-capabilities",
  "malware-types",
  "marking-definition-type",
  "mime-type",
  "network-traffic-ports",
  "open-vocab-format",
  "pattern-type",
  "pdf-doc-info",
  "processor-architecture",
  "protocols",
  "region",
  "relationship-types",
  "report-types",
  "spec-version",
  "threat-actor-role",
  "threat-actor-sophistication",
  "threat-actor-types",
  "tool-types",
  "uuid-check",
  "windows-pebinary-type",
  "windows-process-priority",
] as const;

/** One of {@link STIX_CHECKS}. */
export type StixCheck = (typeof STIX_CHECKS)[number];

interface Vocabulary {
  /** Section of STIX 2.1. */
  readonly clause: string;
  readonly check: StixCheck;
  readonly terms: ReadonlySet<string>;
}

function vocabulary(clause: string, check: StixCheck, terms: string): Vocabulary {
  return { clause, check, terms: new Set(terms.split(/[\n ]+/).filter(Boolean)) };
}

/** Names of the open vocabularies of STIX 2.1 section 10 that are checked. */
const VOCABULARY_NAMES = [
  "account-type-ov",
  "attack-motivation-ov",
  "attack-resource-level-ov",
  "grouping-context-ov",
  "identity-class-ov",
  "implementation-language-ov",
  "indicator-type-ov",
  "industry-sector-ov",
  "infrastructure-type-ov",
  "malware-av-result-ov",
  "malware-capabilities-ov",
  "malware-type-ov",
  "pattern-type-ov",
  "processor-architecture-ov",
  "region-ov",
  "report-type-ov",
  "threat-actor-role-ov",
  "threat-actor-sophistication-ov",
  "threat-actor-type-ov",
  "tool-type-ov",
  "windows-pebinary-type-ov",
] as const;

/** Name of an open vocabulary. */
export type VocabularyName = (typeof VOCABULARY_NAMES)[number];

/** The open vocabularies of STIX 2.1 section 10. */
export const VOCABULARIES: Readonly<Record<VocabularyName, Vocabulary>> = {
  "account-type-ov": {
    clause: "10.1",
    check: "account-type",
    terms: new Set([
      "facebook",
      "ldap",
      "nis",
      "openid",
      "radius",
      "skype",
      "tacacs",
      "twitter",
      "unix",
      "windows-local",
      "windows-domain",
    ]),
  },
  "attack-motivation-ov": vocabulary(
    "10.2",
    "attack-motivation",
    `accidental coercion dominance ideology notoriety organizational-gain personal-gain
     personal-satisfaction revenge unpredictable`,
  ),
  "attack-resource-level-ov": vocabulary(
    "10.3",
    "attack-resource-level",
    "individual club contest team organization government",
  ),
  "grouping-context-ov": vocabulary(
    "10.6",
    "grouping-context",
    "suspicious-activity malware-analysis unspecified",
  ),
  "identity-class-ov": vocabulary(
    "10.8",
    "identity-class",
    "individual group system organization class unknown unspecified",
  ),
  "implementation-language-ov": vocabulary(
    "10.9",
    "implementation-languages",
    `applescript bash c c++ c# go java javascript lua objective-c perl php powershell python ruby
     scala swift typescript visual-basic x86-32 x86-64`,
  ),
  "indicator-type-ov": vocabulary(
    "10.10",
    "indicator-types",
    "anomalous-activity anonymization benign compromised malicious-activity attribution unknown",
  ),
  "industry-sector-ov": vocabulary(
    "10.11",
    "industry-sector",
    `aerospace agriculture automotive chemical commercial communications construction dams defense
     education emergency-services energy engineering entertainment financial-services government
     government-local government-national government-public-services government-regional healthcare
     hospitality-leisure infrastructure insurance manufacturing mining non-profit nuclear
     pharmaceuticals retail technology telecommunications transportation utilities water`,
  ),
  "infrastructure-type-ov": vocabulary(
    "10.12",
    "infrastructure-types",
    `amplification anonymization botnet command-and-control control-system exfiltration firewall
     hosting-malware hosting-target-lists phishing reconnaissance routers-switches staging
     workstation unknown`,
  ),
  "malware-av-result-ov": vocabulary(
    "10.13",
    "malware-av-result",
    "malicious suspicious benign unknown",
  ),
  "malware-capabilities-ov": vocabulary(
    "10.14",
    "malware-capabilities",
    `accesses-remote-machines anti-debugging anti-disassembly anti-emulation anti-memory-forensics
     anti-sandbox anti-vm captures-input-peripherals captures-output-peripherals
     captures-system-state-data cleans-traces-of-infection commits-fraud communicates-with-c2
     compromises-data-availability compromises-data-integrity compromises-system-availability
     controls-local-machine degrades-security-software degrades-system-updates determines-c2-server
     emails-spam escalates-privileges evades-av exfiltrates-data fingerprints-host hides-artifacts
     hides-executing-code infects-files infects-remote-machines installs-other-components
     persists-after-system-reboot prevents-artifact-access prevents-artifact-deletion
     probes-network-environment self-modifies steals-authentication-credentials
     violates-system-operational-integrity`,
  ),
  "malware-type-ov": vocabulary(
    "10.15",
    "malware-types",
    `adware backdoor bot bootkit ddos downloader dropper exploit-kit keylogger ransomware
     remote-access-trojan resource-exploitation rogue-security-software rootkit screen-capture
     spyware trojan unknown virus webshell wiper worm`,
  ),
  "pattern-type-ov": vocabulary("10.18", "pattern-type", "stix pcre sigma snort suricata yara"),
  "processor-architecture-ov": vocabulary(
    "10.19",
    "processor-architecture",
    "alpha arm ia-64 mips powerpc sparc x86 x86-64",
  ),
  "region-ov": vocabulary(
    "10.20",
    "region",
    `africa eastern-africa middle-africa northern-africa southern-africa western-africa americas
     caribbean central-america latin-america-caribbean northern-america south-america asia
     central-asia eastern-asia southern-asia south-eastern-asia western-asia europe eastern-europe
     northern-europe southern-europe western-europe oceania antarctica australia-new-zealand
     melanesia micronesia polynesia`,
  ),
  "report-type-ov": vocabulary(
    "10.21",
    "report-types",
    `attack-pattern campaign identity indicator intrusion-set malware observed-data threat-actor
     threat-report tool vulnerability`,
  ),
  "threat-actor-role-ov": vocabulary(
    "10.23",
    "threat-actor-role",
    `agent director independent infrastructure-architect infrastructure-operator malware-author
     sponsor`,
  ),
  "threat-actor-sophistication-ov": vocabulary(
    "10.24",
    "threat-actor-sophistication",
    "none minimal intermediate advanced expert innovator strategic",
  ),
  "threat-actor-type-ov": vocabulary(
    "10.22",
    "threat-actor-types",
    `activist competitor crime-syndicate criminal hacker insider-accidental insider-disgruntled
     nation-state sensationalist spy terrorist unknown`,
  ),
  "tool-type-ov": vocabulary(
    "10.25",
    "tool-types",
    `denial-of-service exploitation information-gathering network-capture credential-exploitation
     remote-access vulnerability-scanning unknown`,
  ),
  "windows-pebinary-type-ov": vocabulary("10.28", "windows-pebinary-type", "dll exe sys"),
};

/** Digits of the digests of hash-algorithm-ov (STIX 2.1 section 10.7, and STIX 2.0); 0: no fixed form. */
export const HASH_DIGITS: Readonly<Record<string, number>> = {
  MD5: 32,
  "SHA-1": 40,
  "SHA-256": 64,
  "SHA-512": 128,
  "SHA3-256": 64,
  "SHA3-512": 128,
  SSDEEP: 0,
  TLSH: 0,
};

/** Those that only STIX 2.0 names. */
export const HASH_DIGITS_20: Readonly<Record<string, number>> = {
  MD6: 0,
  "RIPEMD-160": 40,
  "SHA-224": 56,
  "SHA-384": 96,
  "SHA3-224": 56,
  "SHA3-384": 96,
  WHIRLPOOL: 128,
  ssdeep: 0,
};
