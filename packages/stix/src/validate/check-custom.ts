import { isTypeName, MAX_NAME } from "./identifiers.ts";
import { advise, refuse, show } from "./session.ts";
import type { Subject } from "./session.ts";

/** `x_source_name`: a mark, a source and a name of its own. */
function isMarked(name: string): boolean {
  return /^x_[a-z0-9-]{1,250}_[a-z0-9_-]{1,250}$/i.test(name);
}

function isMarkedType(name: string): boolean {
  return /^x-[a-z0-9]{1,250}-[a-z0-9-]{1,250}$/.test(name);
}

/**
 * Remarks on a property the specification does not define (STIX 2.1 sections 7.3 and 11.1).
 * @param isTop whether it is a property of the object itself
 */
export function checkCustomProperty(
  subject: Subject,
  name: string,
  path: string,
  isTop: boolean,
): void {
  const { session } = subject;
  if (name.length > MAX_NAME || (isTop && !/^[a-z0-9_]{3,250}$/.test(name)))
    refuse(
      subject,
      "STIX_RULE_CUSTOM",
      "3.1",
      path,
      `expected 3 to ${MAX_NAME} lower-case letters, digits and underscores as a property's name, got ${show(name)}`,
    );
  if (session.options.strictProperties === true) {
    refuse(subject, "STIX_RULE_CUSTOM", "3.2", path, "expected a property of the specification");
    return;
  }
  if (subject.version === "2.1" && session.isActive("extensions-use"))
    advise(subject, "extensions-use", "7.3", path, "expected an extension for a custom property");
  else if (session.isActive("custom-prefix")) {
    if (!isMarked(name))
      advise(subject, "custom-prefix", "11.1", path, "expected a name such as x_source_name");
  } else if (!name.startsWith("x_"))
    advise(subject, "custom-prefix-lax", "11.1", path, "expected a name that begins with x_");
}

/** Remarks on a type the specification does not define (STIX 2.1 section 11.2). */
export function checkCustomType(subject: Subject, isExtended: boolean, clause = "11.2"): void {
  const { session, type } = subject;
  if (session.options.known?.includes(type) === true) return;
  if (session.options.strictTypes === true) {
    refuse(subject, "STIX_RULE_CUSTOM", clause, "type", "expected a type of the specification");
    return;
  }
  if (!isTypeName(type)) return;
  if (isExtended && !session.isActive("custom-prefix") && !session.isActive("custom-prefix-lax"))
    return;
  if (subject.version === "2.1" && session.isActive("extensions-use")) {
    if (!isExtended)
      advise(subject, "extensions-use", "7.3", "type", "expected an extension for a custom type");
  } else adviseTypePrefix(subject, type, clause, "type");
}

/** Remarks on the name of a custom type, extension or type of a pattern. */
export function adviseTypePrefix(
  subject: Subject,
  name: string,
  clause: string,
  path: string,
): void {
  if (subject.session.options.known?.includes(name) === true) return;
  if (subject.session.isActive("custom-prefix")) {
    if (!isMarkedType(name.replace(/-ext$/, "")))
      advise(subject, "custom-prefix", clause, path, `expected x-source-name, got ${show(name)}`);
  } else if (!name.startsWith("x-"))
    advise(subject, "custom-prefix-lax", clause, path, `expected x-…, got ${show(name)}`);
}
