import { parseTlp, strictestTlp, TLP_LABELS } from "@tocsin/model";
import type { Tlp } from "@tocsin/model";
import { getProperty, getText, getTexts } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

/** The statements of TLP 2.0 that all producers share (extension of the OASIS common object repository). */
export const TLP_MARKINGS: Readonly<Record<Tlp, string>> = {
  CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
  GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
  AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
  "AMBER+STRICT": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
  RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
};

/** Extension in which a marking states TLP 2.0. */
export const TLP_EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/** The statements of TLP 1.0 (STIX 2.1 section 7.2.1.4). */
const TLP_1: Readonly<Record<string, Tlp>> = {
  "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "CLEAR",
  "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "GREEN",
  "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "AMBER",
  "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "RED",
};

function ofMarking(id: string, byId: ReadonlyMap<string, StixObject>): Tlp | undefined {
  const shared = TLP_LABELS.find((label) => TLP_MARKINGS[label] === id);
  if (shared !== undefined) return shared;
  if (Object.hasOwn(TLP_1, id)) return TLP_1[id];
  const marking = byId.get(id);
  const extension = getProperty(getProperty(marking, "extensions"), TLP_EXTENSION);
  return (
    parseTlp(getText(extension, "tlp_2_0")) ??
    parseTlp(getText(getProperty(marking, "definition"), "tlp")) ??
    parseTlp(getText(marking, "name"))
  );
}

/** The strictest label that any object of the bundle bears; undefined if none does. */
export function readTlp(
  objects: readonly StixObject[],
  byId: ReadonlyMap<string, StixObject>,
): Tlp | undefined {
  const labels: (Tlp | undefined)[] = [];
  const markings = new Set<string>();
  for (const object of objects) {
    for (const id of getTexts(object, "object_marking_refs")) markings.add(id);
    for (const granular of getGranular(object)) markings.add(granular);
    if (object.type === "report" || object.type === "grouping")
      for (const label of getTexts(object, "labels")) labels.push(parseTlp(label));
  }
  for (const id of markings) labels.push(ofMarking(id, byId));
  return strictestTlp(labels);
}

function getGranular(object: StixObject): string[] {
  const granular = object["granular_markings"];
  return Array.isArray(granular)
    ? granular.slice(0, 1000).flatMap((one: unknown) => getText(one, "marking_ref") ?? [])
    : [];
}
