import { isRecord } from "../stix-object.ts";
import { adviseTypePrefix, checkCustomProperty } from "./check-custom.ts";
import { checkValue, isDefined } from "./check-value.ts";
import { parseIdentifier } from "./identifiers.ts";
import { EXTENSION_TYPES } from "./meta-objects.ts";
import type { ObjectType } from "./rule.ts";
import { advise, refuse, show } from "./session.ts";
import type { Subject } from "./session.ts";

/** What the extensions of an object allow it. */
export interface Extended {
  /** It is an object of a new type that an extension defines; the kind, as `new-sco`. */
  readonly newType?: string;
  /** Properties at the top that an extension vouches for. */
  readonly vouched: ReadonlySet<string>;
  /** An extension that is known vouches for whatever stands at the top. */
  readonly isVouchedWhole: boolean;
}

/** Holds `extensions` against STIX 2.1 section 7.3 and 3.10. */
export function checkExtensions(
  subject: Subject,
  type: ObjectType | undefined,
  value: unknown,
): Extended {
  const vouched = new Set<string>();
  if (value === undefined) return { vouched, isVouchedWhole: false };
  if (!isRecord(value)) {
    refuse(
      subject,
      "STIX_RULE_VALUE",
      "2.3",
      "extensions",
      `expected an object, got ${show(value)}`,
    );
    return { vouched, isVouchedWhole: false };
  }
  let newType: string | undefined;
  let isVouchedWhole = false;
  for (const [name, content] of Object.entries(value)) {
    const path = `extensions.${name.slice(0, 300)}`;
    if (name.startsWith("extension-definition--")) {
      const kind = checkDefined(subject, name, content, path);
      if (kind?.startsWith("new-") === true) newType = kind;
      if (kind !== "toplevel-property-extension") continue;
      if (subject.session.options.known?.includes(name) === true) isVouchedWhole = true;
      for (const property of vouchedBy(subject, name)) vouched.add(property);
    } else checkNamed(subject, type, name, content, path);
  }
  return { vouched, isVouchedWhole, ...(newType !== undefined && { newType }) };
}

function vouchedBy({ session }: Subject, id: string): string[] {
  const definition = session.definitions.get(id);
  const listed = isRecord(definition) ? definition["extension_properties"] : undefined;
  return Array.isArray(listed) ? listed.filter((one) => typeof one === "string") : [];
}

/** An extension that an extension definition defines; gives its kind. */
function checkDefined(
  subject: Subject,
  name: string,
  content: unknown,
  path: string,
): string | undefined {
  if (parseIdentifier(name) === undefined)
    refuse(
      subject,
      "STIX_RULE_ID",
      "2.9",
      path,
      `expected extension-definition--UUID, got ${show(name)}`,
    );
  if (!isRecord(content)) {
    refuse(subject, "STIX_RULE_VALUE", "7.3", path, `expected an object, got ${show(content)}`);
    return undefined;
  }
  const kind = content["extension_type"];
  if (typeof kind === "string" && EXTENSION_TYPES.some((known) => known === kind)) return kind;
  refuse(
    subject,
    "STIX_RULE_EXTENSION",
    "7.3",
    `${path}.extension_type`,
    `expected one of ${EXTENSION_TYPES.join(", ")}, got ${show(kind)}`,
  );
  return undefined;
}

/** A predefined extension, or a custom one in the manner of STIX 2.0. */
function checkNamed(
  subject: Subject,
  type: ObjectType | undefined,
  name: string,
  content: unknown,
  path: string,
): void {
  const { session } = subject;
  const predefined = type?.extensions;
  const field = predefined && Object.hasOwn(predefined, name) ? predefined[name] : undefined;
  if (isDefined(subject, field)) {
    checkValue(subject, field.rule, content, path);
    return;
  }
  if (session.options.known?.includes(name) === true) return;
  if (!isRecord(content))
    refuse(subject, "STIX_RULE_VALUE", "7.3", path, `expected an object, got ${show(content)}`);
  if (!/^[a-z0-9-]{3,250}$/.test(name) || !name.endsWith("-ext"))
    refuse(
      subject,
      "STIX_RULE_EXTENSION",
      "11.3",
      path,
      "expected extension-definition--UUID, or a name in lower case that ends in -ext",
    );
  if (session.options.strictProperties === true)
    refuse(subject, "STIX_RULE_CUSTOM", "11.3", path, "expected an extension of the specification");
  else if (subject.version === "2.1" && session.isActive("extensions-use"))
    advise(subject, "extensions-use", "7.3", path, "expected an extension definition's id");
  else adviseTypePrefix(subject, name, "11.3", path);
}

/** Holds the properties of an object that the specification does not define against its extensions. */
export function checkUndefined(
  subject: Subject,
  names: readonly string[],
  { vouched, isVouchedWhole }: Extended,
): void {
  for (const name of names)
    if (!isVouchedWhole && !vouched.has(name)) checkCustomProperty(subject, name, name, true);
}
