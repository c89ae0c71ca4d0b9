// Fields of the Security log that say what Sysmon's say in other values.
import { field, or } from "@tocsin/model";
import type { Predicate, Test, WildcardPart } from "@tocsin/model";

/** The SIDs of integrity levels, in `MandatoryLabel` of event 4688 (MS-DTYP 2.4.2.4). */
const INTEGRITY: Readonly<Record<string, string>> = {
  untrusted: "S-1-16-0",
  low: "S-1-16-4096",
  medium: "S-1-16-8192",
  "medium plus": "S-1-16-8448",
  high: "S-1-16-12288",
  system: "S-1-16-16384",
  protected: "S-1-16-20480",
};

/** `Direction` of event 5156: the message numbers of inbound and outbound. */
const DIRECTION: Readonly<Record<string, string>> = { true: "%%14593", false: "%%14592" };

/** `Protocol` of event 5156, by IANA's numbers. */
const PROTOCOL: Readonly<Record<string, string>> = { tcp: "6", udp: "17", icmp: "1" };

/** What stands before a path in event 5156 where a drive letter stands elsewhere: the number is not known. */
const DEVICE = String.raw`\device\harddiskvolume`;
const DRIVE = /^[a-z]:(?=\\)/i;

const equals = (name: string, value: string): Predicate =>
  field(name, { op: "equals", value, cased: false });

/** Looks a value up that a test compares with as a whole. */
function valueIn(table: Readonly<Record<string, string>>, test: Test): string | undefined {
  const value =
    test.op === "equals" ? test.value : test.op === "is" ? String(test.value) : undefined;
  const key = value?.toLowerCase();
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/**
 * The accounts of Windows itself, by SID (MS-DTYP 2.4.2.4): Sysmon writes `NT AUTHORITY\SYSTEM`, in the
 * language of the system, where event 4688 has the name of the computer.
 */
const ACCOUNTS: readonly (readonly [sid: string, names: readonly string[]])[] = [
  [
    "S-1-5-18",
    [
      String.raw`nt authority\system`,
      String.raw`nt-autorität\system`,
      String.raw`autorite nt\système`,
      String.raw`autoridad nt\system`,
      String.raw`autoridade nt\sistema`,
    ],
  ],
  ["S-1-5-19", [String.raw`nt authority\local service`, String.raw`nt-autorität\lokaler dienst`]],
  ["S-1-5-20", [String.raw`nt authority\network service`, String.raw`nt-autorität\netzwerkdienst`]],
];

/** The SIDs of accounts whose name passes a test of text. */
function accountsFor(test: Test): string[] {
  if (!("value" in test) || typeof test.value !== "string") return [];
  const value = test.value.toLowerCase();
  const passes = (name: string): boolean =>
    test.op === "equals"
      ? name === value
      : test.op === "contains"
        ? name.includes(value)
        : test.op === "startsWith"
          ? name.startsWith(value)
          : test.op === "endsWith" && name.endsWith(value);
  return ACCOUNTS.filter(([, names]) => names.some(passes)).map(([sid]) => sid);
}

/** Tests of event 4688: a level, or an account of the system, by name is also asked for by its SID. */
export function rewrite4688(name: string, test: Test): Predicate | undefined {
  if (name === "User") {
    const sids = accountsFor(test);
    const own = field("SubjectUserName", test);
    return sids.length === 0
      ? undefined
      : or(own, ...sids.map((sid) => equals("SubjectUserSid", sid)));
  }
  if (name !== "IntegrityLevel") return undefined;
  const sid = valueIn(INTEGRITY, test);
  return sid === undefined
    ? undefined
    : or(equals("MandatoryLabel", sid), field("MandatoryLabel", test));
}

/** Tests of event 5156: direction and protocol by number, paths by device. */
export function rewrite5156(name: string, test: Test): Predicate | undefined {
  const table = name === "Initiated" ? DIRECTION : name === "Protocol" ? PROTOCOL : undefined;
  const value = table === undefined ? undefined : valueIn(table, test);
  if (name === "Initiated") return value === undefined ? undefined : equals("Direction", value);
  if (value !== undefined) return equals(name, value);
  return name === "Image" ? onDevice("Application", test) : undefined;
}

/** The same test of a path whose drive is a volume with one or two digits. */
function onDevice(name: string, test: Test): Predicate | undefined {
  const pattern = patternOf(test);
  const [first] = pattern ?? [];
  if (pattern === undefined || typeof first !== "string" || !DRIVE.test(first)) return undefined;
  const rest: readonly WildcardPart[] = [first.slice(2), ...pattern.slice(1)];
  const one: WildcardPart = { any: "one" };
  const cased = false;
  return or(
    field(name, { op: "wildcard", pattern: [DEVICE, one, ...rest], cased }),
    field(name, { op: "wildcard", pattern: [DEVICE, one, one, ...rest], cased }),
  );
}

/** The test as a pattern, if it is one that is bound to the beginning. */
function patternOf(test: Test): readonly WildcardPart[] | undefined {
  switch (test.op) {
    case "equals":
      return [test.value];
    case "startsWith":
      return [test.value, { any: "run" }];
    case "wildcard":
      return test.pattern;
    default:
      return undefined;
  }
}
