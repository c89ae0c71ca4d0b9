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
    names: ["Andariel", "Bluenoroff"],
    relation: "part-of",
    of: "Lazarus Group",
    reason: "The sanctions of 2019 name Andariel and Bluenoroff as sub-groups of Lazarus Group.",
    source: {
      title: "US Treasury, press release SM774",
      date: "2019-09-13",
      url: "https://home.treasury.gov/news/press-releases/sm774",
    },
  },
  {
    names: ["Black RAT", "BlackRemote"],
    relation: "not-same",
    of: "BlackRemote",
    reason:
      "BlackRemote, a remote access tool that is sold, is called BlackRAT as well. The Black RAT that the warning of July 2024 counts among Andariel's is another.",
    source: WARNING,
  },
  {
    names: ["Goat RAT"],
    relation: "not-same",
    of: "GoatRAT for Android",
    reason:
      "GoatRAT is also the name of an Android family. The Goat RAT that the warning of July 2024 counts among Andariel's is another.",
    source: WARNING,
  },
  {
    names: ["Snake", "Uroburos", "EKANS"],
    relation: "not-same",
    of: "EKANS",
    reason:
      "Snake is the implant of Turla (Uroburos, S0022), a ransomware also called EKANS (S0605), and a keylogger. They have nothing to do with one another.",
    source: {
      title: "AA23-129A",
      date: "2023-05-09",
      url: "https://www.cisa.gov/news-events/cybersecurity-advisories/aa23-129a",
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
