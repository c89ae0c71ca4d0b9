// Traps and statements that no source has as data, written and reviewed by hand, each with its source.
import type { ClaimRelation, ClaimSource } from "../claims.ts";
import { foldName } from "../fold.ts";

/** Something a person wrote down about names. */
export interface Remark {
  /** The names it is about; whoever asks for one of them is shown it. */
  readonly names: readonly string[];
  /** A claim: the first of `names` is `relation` to `of`. */
  readonly relation: ClaimRelation;
  readonly of: string;
  /** Why, in one or two sentences. */
  readonly reason: string;
  readonly source: ClaimSource;
}

const WARNING: ClaimSource = {
  title: "AA24-207A",
  date: "2024-07-25",
  url: "https://www.cisa.gov/news-events/cybersecurity-advisories/aa24-207a",
};

/** All remarks. */
const REMARKS: readonly Remark[] = [
  {
    names: ["Andariel", "Silent Chollima", "Onyx Sleet"],
    relation: "part-of",
    of: "Lazarus Group",
    reason:
      "The description of G0138 calls Andariel a sub-set of Lazarus Group; ATT&CK has both as groups of their own, with software and techniques of their own.",
    source: {
      title: "MITRE ATT&CK, text of G0138",
      url: "https://attack.mitre.org/groups/G0138/",
    },
  },
  {
    names: ["Black RAT", "BlackRemote"],
    relation: "not-same",
    of: "BlackRemote",
    reason:
      "BlackRemote is called BlackRAT as well. The Black RAT of the rules published with the warning of July 2024 is another.",
    source: WARNING,
  },
  {
    names: ["Goat RAT"],
    relation: "not-same",
    of: "GoatRAT for Android",
    reason:
      "GoatRAT is the name of an Android family. A Goat RAT that is tied to Andariel is not that family; the name alone tells nothing.",
    source: {
      title: "Malpedia, GoatRAT",
      url: "https://malpedia.caad.fkie.fraunhofer.de/details/apk.goatrat",
    },
  },
  {
    names: ["Snake", "Uroburos", "EKANS"],
    relation: "not-same",
    of: "EKANS",
    reason:
      "Snake is another name of Uroburos (S0022), and of a ransomware that ATT&CK has as EKANS, also SNAKEHOSE (S0605): two families.",
    source: {
      title: "MITRE ATT&CK, S0022 and S0605",
      url: "https://attack.mitre.org/software/S0022/",
    },
  },
  {
    names: ["Cobalt Strike", "Cobalt Group"],
    relation: "not-same",
    of: "Cobalt Group",
    reason:
      "Cobalt Strike is a tool that many groups use. Cobalt alone may be the tool, the group G0080, or the first word of a Secureworks name.",
    source: {
      title: "MITRE ATT&CK, G0080 and S0154",
      url: "https://attack.mitre.org/groups/G0080/",
    },
  },
  {
    names: ["Carbanak", "FIN7"],
    relation: "linked",
    of: "FIN7",
    reason:
      "Carbanak is the name of malware (S0030) and of a group (G0008). ATT&CK says that FIN7 may be linked to the group, and tracks them apart since several groups use the malware.",
    source: { title: "MITRE ATT&CK, text of G0046", url: "https://attack.mitre.org/groups/G0046/" },
  },
];

/** The remarks about a name. */
export function remarksOn(key: string): Remark[] {
  return REMARKS.filter(
    ({ names, of }) => names.some((name) => foldName(name) === key) || foldName(of) === key,
  );
}
