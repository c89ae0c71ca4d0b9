// Microsoft's table of the names of actors:
// https://github.com/microsoft/mstic/blob/master/PublicFeeds/ThreatActorNaming/MicrosoftMapping.json
// Its first form told the previous name apart from the names that others use; the present one does not.
import { textOf, textsOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { Alias, NamedEntry } from "../part.ts";
import { type Distilled, isName, leaveOut, type ParsedSource } from "./source-file.ts";

/** Names Microsoft gave actors until April 2023: chemical elements, in the order of their number. */
const ELEMENTS: ReadonlySet<string> = new Set(
  (
    "HYDROGEN HELIUM LITHIUM BERYLLIUM BORON CARBON NITROGEN OXYGEN FLUORINE NEON SODIUM MAGNESIUM ALUMINUM SILICON " +
    "PHOSPHORUS SULFUR CHLORINE ARGON POTASSIUM CALCIUM SCANDIUM TITANIUM VANADIUM CHROMIUM MANGANESE IRON COBALT " +
    "NICKEL COPPER ZINC GALLIUM GERMANIUM ARSENIC SELENIUM BROMINE KRYPTON RUBIDIUM STRONTIUM YTTRIUM ZIRCONIUM " +
    "NIOBIUM MOLYBDENUM TECHNETIUM RUTHENIUM RHODIUM PALLADIUM SILVER CADMIUM INDIUM TIN ANTIMONY TELLURIUM IODINE " +
    "XENON CESIUM BARIUM LANTHANUM CERIUM PRASEODYMIUM NEODYMIUM PROMETHIUM SAMARIUM EUROPIUM GADOLINIUM TERBIUM " +
    "DYSPROSIUM HOLMIUM ERBIUM THULIUM YTTERBIUM LUTETIUM HAFNIUM TANTALUM TUNGSTEN RHENIUM OSMIUM IRIDIUM PLATINUM " +
    "GOLD MERCURY THALLIUM LEAD BISMUTH POLONIUM ASTATINE RADON FRANCIUM RADIUM ACTINIUM THORIUM PROTACTINIUM " +
    "URANIUM NEPTUNIUM PLUTONIUM AMERICIUM CURIUM BERKELIUM CALIFORNIUM EINSTEINIUM FERMIUM MENDELEVIUM NOBELIUM " +
    "LAWRENCIUM RUTHERFORDIUM DUBNIUM SEABORGIUM BOHRIUM HASSIUM MEITNERIUM"
  ).split(" "),
);

/** Whether the JSON is a row of the table. */
export function isNamingRow(row: JsonObject): boolean {
  return (
    textOf(row["Threat actor name"] ?? row["New name"]) !== undefined && "Origin/Threat" in row
  );
}

/** Reads the table. */
export function distilNaming(source: ParsedSource, rows: readonly JsonObject[]): Distilled {
  return {
    part: {
      source: {
        id: "microsoft-names",
        title: "Microsoft",
        version: `sha256:${source.file.sha256.slice(0, 12)}`,
        licence: "CC-BY-4.0",
        url: "https://github.com/microsoft/mstic/blob/master/PublicFeeds/ThreatActorNaming/MicrosoftMapping.json",
        notice:
          "Threat actor names and their other names: Microsoft Corporation, licensed under CC BY 4.0; the names were split into single claims.",
      },
      names: rows.flatMap((row) => entryOf(source, row)),
    },
  };
}

function entryOf(source: ParsedSource, row: JsonObject): NamedEntry[] {
  const name = textOf(row["Threat actor name"] ?? row["New name"]);
  if (!isName(name)) {
    leaveOut(source, "the name of an actor");
    return [];
  }
  const aliases = new Map<string, Alias>();
  const previous = textOf(row["Previous name"]);
  if (isName(previous) && previous !== name)
    aliases.set(previous, { name: previous, relation: "formerly" });
  for (const written of textsOf(row["Other names"]).flatMap((one) => one.split(","))) {
    const alias = textOf(written);
    if (alias === undefined || alias === name || aliases.has(alias)) continue;
    if (!isName(alias)) leaveOut(source, `a name of ${name}`);
    else aliases.set(alias, { name: alias, ...relationOf(alias) });
  }
  const origin = textOf(row["Origin/Threat"]);
  return [
    {
      kind: "actor",
      name,
      ...(aliases.size > 0 && { aliases: [...aliases.values()] }),
      ...(origin !== undefined && { origin }),
    },
  ];
}

/** A name of the scheme before, or one of a group in development, was Microsoft's own. */
function relationOf(alias: string): Omit<Alias, "name"> {
  if (ELEMENTS.has(alias))
    return {
      relation: "formerly",
      inferred: "chemical elements were Microsoft's own names until April 2023",
    };
  if (/^(?:DEV|Storm)-\d{4}$/i.test(alias))
    return {
      relation: "formerly",
      inferred: "such numbers are Microsoft's own names of groups in development",
    };
  return { relation: "same" };
}
