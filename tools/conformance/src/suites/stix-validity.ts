import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { STIX_CHECKS, validateStix } from "@tocsin/stix";
import type { StixCheck, ValidateOptions } from "@tocsin/stix";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { AnySchemaObject } from "ajv/dist/2020.js";
import type { Case, Suite } from "../suite.ts";

/** Verdicts of the reference validator that the specification does not bear out, with the reason. */
const CONTESTED: Readonly<Record<string, string>> = {
  "stix-object-3ee8ff8d4485": "a UUID of 31 digits in src_ref; section 2.9 asks for a UUID",
  "stix-object-6254ab355294": "a UUID of 31 digits in src_ref; section 2.9 asks for a UUID",
  "stix-object-78ea689f97a4": "a UUID of 31 digits in src_ref; section 2.9 asks for a UUID",
  "stix-object-f9d43eac2d5d": "a UUID of 31 digits in src_ref; section 2.9 asks for a UUID",
  "stix-object-d36c95c9cc72":
    "refuses the language en; section 6.14 asks for RFC 5646, where it is one",
};

interface ObjectCase {
  readonly id: string;
  readonly input: unknown;
  readonly options: {
    readonly version?: "2.0" | "2.1";
    readonly strict?: boolean;
    readonly strict_types?: boolean;
    readonly strict_properties?: boolean;
    readonly enforce_refs?: boolean;
    readonly interop?: boolean;
    readonly extra_schemas?: boolean;
    readonly disabled?: readonly string[];
    readonly enabled?: readonly string[];
  };
  readonly valid: boolean;
  readonly errors: readonly string[];
}

function toChecks(names: readonly string[]): StixCheck[] {
  return STIX_CHECKS.filter((check) => names.includes(check));
}

/** The options of the reference validator as ours. */
function toOptions(options: ObjectCase["options"]): ValidateOptions {
  return {
    ...(options.version !== undefined && { version: options.version }),
    ...(options.strict === true && { strict: true }),
    ...(options.strict_types === true && { strictTypes: true }),
    ...(options.strict_properties === true && { strictProperties: true }),
    ...(options.enforce_refs === true && { enforceRefs: true }),
    ...(options.interop === true && { interop: true }),
    ...(options.disabled !== undefined && { without: toChecks(options.disabled) }),
    ...(options.enabled !== undefined && { only: toChecks(options.enabled) }),
  };
}

/** A schema; undefined for the file of the folder that is broken on purpose. */
function readSchema(path: string): AnySchemaObject | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as AnySchemaObject;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether the schemas a user of the reference validator adds by type and by extension take the object. */
function passesExtra(folder: string, input: unknown): boolean {
  const object: unknown = typeof input === "string" ? JSON.parse(input) : input;
  if (typeof object !== "object" || object === null) return true;
  const names = "type" in object && typeof object.type === "string" ? [object.type] : [];
  if ("extensions" in object && typeof object.extensions === "object" && object.extensions !== null)
    names.push(...Object.keys(object.extensions));
  return names.every((name) => {
    const path = join(folder, `${name}.json`);
    if (!existsSync(path)) return true;
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const other of readdirSync(folder)) {
      const schema = readSchema(join(folder, other));
      if (schema !== undefined) ajv.addSchema(schema, other);
    }
    return ajv.validate(`${name}.json`, object);
  });
}

function judge(one: ObjectCase, extraFolder: string): string | undefined {
  const { isValid, faults } = validateStix(one.input, toOptions(one.options));
  const isTaken =
    isValid && (one.options.extra_schemas !== true || passesExtra(extraFolder, one.input));
  if (isTaken === one.valid) return undefined;
  const first = faults.find(({ severity }) => severity === "error");
  return one.valid
    ? `expected valid, got: ${first?.message}`
    : `expected invalid: ${one.errors[0]}`;
}

/** Objects with the verdict of the OASIS reference validator, under its options. */
export const suite: Suite = {
  name: "stix-validity",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const root = join(corporaRoot, "advisory", "stix");
    const folder = join(root, "object");
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).toSorted()) {
      if (!name.endsWith(".json")) continue;
      const one = JSON.parse(readFileSync(join(folder, name), "utf8")) as ObjectCase;
      const extra = join(
        root,
        "object-extra-schemas",
        one.options.version === "2.0" ? "v20" : "v21",
      );
      const contested = Object.hasOwn(CONTESTED, one.id);
      yield { id: one.id, contested, run: () => judge(one, extra) };
    }
  },
};
