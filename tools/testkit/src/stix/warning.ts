import {
  ALIASES,
  COUNTRIES,
  ISSUERS,
  MALWARE,
  SECTORS,
  SOUGHT_DOCUMENTS,
  SOUGHT_TOPICS,
  TECHNIQUES,
  TOOLS,
  VULNERABILITIES,
  WARNING,
} from "./facts.ts";
import {
  DAY,
  extend,
  makeBundle,
  makeObject,
  relate,
  type StixBundle,
  type StixObject,
} from "./object.ts";

/** Name of the file that holds the bundle. */
export const WARNING_FILE = "aa24-207a.stix.json";

/**
 * AA24-207A as a STIX 2.1 bundle of ours: the facts that were verified, and no indicator, because the
 * warning's own list of them was not read. What STIX has no property for stands in Tocsin's extension.
 */
export function makeWarningBundle(): StixBundle {
  const actor = makeActor();
  const issuers = ISSUERS.map((name) =>
    makeObject("identity", name, { name, identity_class: "organization", roles: ["issuer"] }),
  );
  const sectors = SECTORS.map(([sector, main]) =>
    makeObject("identity", `sector ${sector}`, {
      name: `${sector} sector`,
      description: main ? "A main target" : "A lesser target",
      identity_class: "class",
      sectors: [sector],
    }),
  );
  const countries = COUNTRIES.map(([country, name]) =>
    makeObject("location", country, { name, country }),
  );
  const techniques = TECHNIQUES.map(makeTechnique);
  const malware = MALWARE.map(([name, ...aliases]) =>
    makeObject("malware", name, {
      name,
      is_family: true,
      ...(aliases.length > 0 ? { aliases } : {}),
    }),
  );
  const tools = TOOLS.map((name) => makeObject("tool", name, { name }));
  const vulnerabilities = VULNERABILITIES.map((fact) => ({
    fact,
    object: makeObject("vulnerability", fact.id, {
      name: fact.id,
      description: `${fact.product}. ${fact.source}`,
      external_references: [{ source_name: "cve", external_id: fact.id }],
      extensions: extend({ status: fact.status, product: fact.product }),
    }),
  }));
  const fromRecord = "From a campaign record derived from the warning";
  const relations = [
    ...sectors.map((sector) => relate(actor, "targets", sector)),
    ...countries.map((country) => relate(actor, "targets", country, fromRecord)),
    ...techniques.map((technique) => relate(actor, "uses", technique)),
    ...malware.map((each) => relate(actor, "uses", each)),
    ...tools.map((tool) => relate(actor, "uses", tool, fromRecord)),
    ...vulnerabilities
      .filter(({ fact }) => fact.status === "exploited")
      .map(({ fact, object }) => relate(actor, "targets", object, `Exploited. ${fact.source}`)),
  ];
  const subjects = [
    ...issuers,
    actor,
    ...sectors,
    ...countries,
    ...techniques,
    ...malware,
    ...tools,
    ...vulnerabilities.map(({ object }) => object),
    ...relations,
  ];
  return makeBundle("warning", [makeReport(issuers, subjects), ...subjects]);
}

function makeReport(issuers: readonly StixObject[], subjects: readonly StixObject[]): StixObject {
  const { number, title, page, pdf } = WARNING;
  return makeObject("report", number, {
    name: `${number}: ${title}`,
    description:
      "A reading of the joint warning of 25 July 2024 made for this example from public sources. It is not the issuers' own STIX file, it is not complete, and it carries no indicators: those of the warning were not available. Read the warning itself before you act.",
    report_types: ["threat-report", "threat-actor"],
    published: DAY,
    object_refs: subjects.map(({ id }) => id),
    external_references: [
      { source_name: "CISA", description: "The warning", url: page, external_id: number },
      { source_name: "CISA", description: "The warning as PDF", url: pdf },
    ],
    extensions: extend({
      issuer_refs: issuers.map(({ id }) => id),
      sought: [
        ...SOUGHT_TOPICS.map(([sector, information]) =>
          sought(`${sector}: ${information}`, { sector, kind: "topic", information }),
        ),
        ...SOUGHT_DOCUMENTS.map((information) =>
          sought(`type of document: ${information}`, { kind: "document-type", information }),
        ),
      ],
    }),
  });
}

function sought(passage: string, content: Readonly<Record<string, string>>) {
  return { ...content, citations: cite(passage) };
}

/** Where a fact stands: in this bundle, which leads to the warning's page. */
function cite(passage: string) {
  return [{ document: WARNING_FILE, passage }];
}

function makeActor(): StixObject {
  return makeObject("intrusion-set", "Andariel", {
    name: "Andariel",
    description:
      "Group of the Reconnaissance General Bureau, 3rd Bureau, Pyongyang and Sinuiju, North Korea. Names are claims of those who use them: the extension says who, and how the names relate.",
    aliases: ALIASES.filter(({ relation }) => relation === "same" || relation === "formerly").map(
      ({ name }) => name,
    ),
    goals: [
      "Technical information for military and nuclear programmes",
      "Money from ransomware against United States health care, to pay for espionage",
    ],
    external_references: [
      {
        source_name: "mitre-attack",
        external_id: "G0138",
        url: "https://attack.mitre.org/groups/G0138/",
      },
    ],
    extensions: extend({
      aliases: ALIASES.map((alias) => ({
        ...alias,
        citations: cite(`${alias.by}: ${alias.name} (${alias.relation})`),
      })),
    }),
  });
}

function makeTechnique([id, name]: readonly [string, string]): StixObject {
  return makeObject("attack-pattern", id, {
    name,
    external_references: [
      {
        source_name: "mitre-attack",
        external_id: id,
        url: `https://attack.mitre.org/techniques/${id.replace(".", "/")}/`,
      },
    ],
  });
}
