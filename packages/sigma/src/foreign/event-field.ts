// Names of Windows event fields as Hayabusa and Chainsaw write them: the path in the event's XML.

/** Elements of `System` that Sigma knows by the same name. */
const SYSTEM: ReadonlySet<string> = new Set([
  "Channel",
  "Computer",
  "EventID",
  "EventRecordID",
  "Keywords",
  "Level",
  "Opcode",
  "Task",
  "Version",
]);
const PROVIDER: ReadonlySet<string> = new Set([
  "Event.System.Provider",
  "Event.System.Provider_attributes.Name",
  "Event.System.Provider_Name",
]);

/** The name Sigma has for the field at a path of an event; undefined for a path that leads to none. */
export function eventField(path: string): string | undefined {
  if (PROVIDER.has(path)) return "Provider_Name";
  const system = /^Event\.System\.([^.]+)$/.exec(path)?.[1];
  if (system !== undefined) return SYSTEM.has(system) ? system : undefined;
  return /^Event\.(?:EventData|UserData\.[^.]+)\.([^.]+)$/.exec(path)?.[1];
}
