import type { Logsource } from "@tocsin/model";
import { GENERIC_FIELDS, UNIX_FIELDS, WINDOWS_FIELDS, WINDOWS_SYSTEM } from "./field-names.ts";
import { AUDITD, FORTIGATE_EVENT, WINDOWS_SERVICE_FIELDS, ZEEK_FIELDS } from "./service-fields.ts";

const sets = new Map<string, ReadonlySet<string>>();
/** Arguments of a system call or a program: `a0`, `a1` and so on. */
const ARGUMENTS = Array.from({ length: 256 }, (_, at) => `a${at}`).join(" ");

/**
 * The field names that records of a logsource can have; undefined where they cannot be listed, because the
 * logsource is unknown or has events of too many kinds. For lint: a rule that asks for another field asks for
 * something that is hardly there.
 */
export function knownFields(logsource: Logsource): ReadonlySet<string> | undefined {
  const names = namesOf(logsource);
  if (names === undefined) return undefined;
  let set = sets.get(names);
  if (set === undefined) {
    set = new Set(names.split(" "));
    sets.set(names, set);
  }
  return set;
}

function namesOf({ product, category, service }: Logsource): string | undefined {
  switch (product) {
    case undefined:
      return listed(GENERIC_FIELDS, service === undefined ? category : `${category}/${service}`);
    case "windows": {
      const own =
        category === undefined
          ? listed(WINDOWS_SERVICE_FIELDS, service)
          : listed(WINDOWS_FIELDS, category);
      return own === undefined ? undefined : `${WINDOWS_SYSTEM} ${own}`;
    }
    case "linux":
      if (service === "auditd" && category === undefined) return `${AUDITD} ${ARGUMENTS}`;
      return service === undefined ? listed(UNIX_FIELDS, category) : undefined;
    case "macos":
      return service === undefined ? listed(UNIX_FIELDS, category) : undefined;
    case "zeek":
      return category === undefined ? listed(ZEEK_FIELDS, service) : undefined;
    case "fortigate":
      return service === "event" ? FORTIGATE_EVENT : undefined;
    default:
      return undefined;
  }
}

function listed(
  table: Readonly<Record<string, string>>,
  key: string | undefined,
): string | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
