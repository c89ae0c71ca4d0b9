import type { FindInOne } from "../check.ts";
import type { LintDocument } from "../document.ts";
import { words } from "../words.ts";
import { nearest } from "./near.ts";

/** Tactics of ATT&CK (Enterprise, Mobile, ICS), attack.mitre.org; with those of versions before 19. */
const TACTICS: ReadonlySet<string> =
  words(`reconnaissance resource-development initial-access execution persistence
  privilege-escalation defense-evasion stealth defense-impairment credential-access
  discovery lateral-movement collection exfiltration command-and-control impact evasion
  inhibit-response-function impair-process-control network-effects
  remote-service-effects`);

/** Namespaces of the Sigma tags appendix 2.1, with the form of what follows. */
const FORMS: Readonly<Record<string, { readonly form: RegExp; readonly like: string }>> = {
  car: { form: /^\d{4}-\d{2}-\d{3}$/, like: "car.2016-04-005" },
  cve: { form: /^\d{4}[-.]\d{4,7}$/, like: "cve.2021-44228" },
  d3fend: { form: /^(?:d3-[a-z0-9]+|d3f-[a-z0-9-]+|[a-z-]+)$/i, like: "d3fend.d3-am" },
  detection: {
    form: /^(?:dfir|emerging-threats|threat-hunting)$/,
    like: "detection.emerging-threats",
  },
  stp: { form: /^[1-5][auk]?$/, like: "stp.4u" },
  tlp: { form: /^(?:red|amber|amber-strict|green|clear|white)$/, like: "tlp.amber" },
};

interface Tag {
  readonly tag: string;
  readonly path: readonly (string | number)[];
}

function tagsOf({ map }: LintDocument): Tag[] {
  const tags: unknown = map["tags"];
  if (!Array.isArray(tags)) return [];
  return tags.flatMap((tag: unknown, index) =>
    typeof tag === "string" ? [{ tag, path: ["tags", index] }] : [],
  );
}

/** A tag of ATT&CK that is no tactic, technique, group or software. */
export const findBadAttackTags: FindInOne = (document, report) => {
  for (const { tag, path } of tagsOf(document)) {
    const name = /^attack\.(.*)$/i.exec(tag)?.[1]?.toLowerCase();
    if (
      name === undefined ||
      /^(?:t\d{4}(?:\.\d{3})?|[gs]\d{4}|c\d{4}|ta\d{4}|ds\d{4}|m\d{4})$/.test(name)
    )
      continue;
    const tactic = name.replaceAll("_", "-");
    if (TACTICS.has(tactic)) continue;
    report(path, `"${tag.slice(0, 80)}" ${explain(name)}`, adviceFor(tactic));
  }
};

function explain(name: string): string {
  if (/^t\d+\.\d+$/.test(name)) return "is no sub-technique: it has the form t1059.001";
  if (/^t\d+/.test(name)) return "is no technique: it has the form t1059 or t1059.001";
  if (/^[gs]\d+/.test(name)) return "is no group or software: it has the form g0032 or s0002";
  return "names no tactic of ATT&CK";
}

function adviceFor(tactic: string): { readonly how?: string } {
  const near = nearest(tactic, TACTICS);
  return near === undefined ? {} : { how: `Did you mean "attack.${near}"?` };
}

/** A tag without a namespace, or of one that Sigma does not have; or one whose rest has not its form. */
export const findBadTags: FindInOne = (document, report) => {
  for (const { tag, path } of tagsOf(document)) {
    const dot = tag.indexOf(".");
    if (dot <= 0) {
      report(path, `"${tag.slice(0, 80)}" has no namespace`);
      continue;
    }
    const space = tag.slice(0, dot).toLowerCase();
    if (space === "attack") continue;
    const known = Object.hasOwn(FORMS, space) ? FORMS[space] : undefined;
    if (known === undefined) {
      const near = nearest(space, ["attack", ...Object.keys(FORMS)]);
      report(
        path,
        `"${space.slice(0, 40)}" is no namespace of Sigma's tags`,
        near === undefined ? {} : { how: `Did you mean "${near}"?` },
      );
    } else if (!known.form.test(tag.slice(dot + 1)))
      report(path, `"${tag.slice(0, 80)}" has not the form of ${space} tags`, {
        how: `Write it like ${known.like}`,
      });
  }
};

/** A tag with capitals, or with blanks. */
export const findTagCase: FindInOne = (document, report) => {
  for (const { tag, path } of tagsOf(document))
    if (/[A-Z\s]/.test(tag)) report(path, `"${tag.slice(0, 80)}" has capitals or blanks`);
};

/** A tag that stands twice. */
export const findDoubleTags: FindInOne = (document, report) => {
  const seen = new Set<string>();
  for (const { tag, path } of tagsOf(document)) {
    const folded = tag.toLowerCase();
    if (seen.has(folded)) report(path, `"${tag.slice(0, 80)}" stands twice`);
    seen.add(folded);
  }
};
