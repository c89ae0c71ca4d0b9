import type { Detection, Logsource, Scope } from "@tocsin/model";

// rsigma reads Sigma's own field names; what an EVTX record or a flat JSON event of Windows calls them,
// and by which channel and event id a logsource is known, is told to it by a pipeline. This one is made
// of the readings that our rules have, so that both ask the same; where we have several readings of one
// logsource with other field names (event 4688 beside Sysmon 1) it has the first only.

/** Fields that the evtx crate's JSON does not have by their name under EventData. */
const OTHER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  EventID: ["Event.System.EventID", "Event.System.EventID.#text"],
  Channel: ["Event.System.Channel"],
  Data: ["Event.EventData.Data", "Event.EventData.Data.#text"],
  Computer: ["Event.System.Computer"],
  Level: ["Event.System.Level"],
  Keywords: ["Event.System.Keywords"],
  Task: ["Event.System.Task"],
  Opcode: ["Event.System.Opcode"],
  Version: ["Event.System.Version"],
  Provider_Name: ["Event.System.Provider.#attributes.Name"],
  Execution_ProcessID: ["Event.System.Execution.#attributes.ProcessID"],
  UserID: ["Event.System.Security.#attributes.UserID"],
};

/** Values of one more field by which a logsource is known. Sigma taxonomy appendix 2.1. */
const REQUIRES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  registry_add: { EventType: ["CreateKey"] },
  registry_delete: { EventType: ["DeleteKey", "DeleteValue"] },
};

/** A logsource and the records that it stands for. */
export interface Reading {
  readonly logsource: Logsource;
  readonly channels: readonly string[];
  readonly eventIds: readonly number[];
}

/** The first reading of each logsource, joined with those that only have other channels. */
export function readingsOf(detections: readonly Detection[]): readonly Reading[] {
  const readings = new Map<string, Reading>();
  for (const { logsource, variants } of detections) {
    const key = JSON.stringify([logsource?.product, logsource?.category, logsource?.service]);
    const [first] = variants;
    if (logsource === undefined || first === undefined || readings.has(key)) continue;
    const asked = JSON.stringify(first.predicate);
    const alike = variants.filter(
      ({ scope, predicate }) =>
        isWindowsScope(scope) &&
        String(scope.eventIds) === String(first.scope.eventIds) &&
        JSON.stringify(predicate) === asked,
    );
    const channels = new Set(alike.flatMap(({ scope }) => scope.channels ?? []));
    readings.set(key, { logsource, channels: [...channels], eventIds: first.scope.eventIds ?? [] });
  }
  return [...readings.values()];
}

function isWindowsScope({ product }: Scope): boolean {
  return product === undefined || product === "windows";
}

/** The pipeline as YAML, for EVTX records or for flat JSON. */
export function writePipeline(readings: readonly Reading[], kind: "evtx" | "json"): string {
  const conditions: object[] = [];
  const changes: object[] = [];
  for (const { logsource, channels, eventIds } of readings) {
    const { product = "windows", category, service } = logsource;
    const rule_conditions = [
      { type: "logsource", product, ...(category && { category }), ...(service && { service }) },
    ];
    // Routing tells the channel where it is one. A condition besides would cost rsigma eight times as much
    // (measured with 0.23): its index then takes the channel, which all records share, for what to look up.
    const routed = channels.length === 1;
    const asked = {
      ...(channels.length > 1 && { Channel: channels }),
      ...(eventIds.length > 0 && { EventID: eventIds }),
      ...REQUIRES[category ?? ""],
    };
    if (Object.keys(asked).length > 0)
      conditions.push({ type: "add_condition", conditions: asked, rule_conditions });
    // The event's channel is its service: then routing leaves out whole groups of rules.
    if (routed) changes.push({ type: "change_logsource", service: channels[0], rule_conditions });
  }
  const names = kind === "evtx" ? [mapping(), prefix()] : [];
  const transformations = [...conditions, ...changes, ...names].map((each, n) => ({
    id: `step_${n}`,
    ...each,
  }));
  // JSON is YAML.
  return `${JSON.stringify({ name: `tocsin bench ${kind}`, priority: 10, transformations }, undefined, 1)}\n`;
}

function mapping(): object {
  return { type: "field_name_mapping", mapping: OTHER_FIELDS };
}

function prefix(): object {
  return {
    type: "field_name_prefix",
    prefix: "Event.EventData.",
    field_name_conditions: [
      { type: "exclude_fields", match_type: "regex", fields: [String.raw`^Event\..*`] },
    ],
  };
}
