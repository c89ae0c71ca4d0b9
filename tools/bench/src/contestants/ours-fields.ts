import { EvtxSelection } from "@tocsin/evtx";
import { FIVE_FIELDS, unitsOf } from "../expected.ts";
import type { Contestant } from "./contestant.ts";
import { chunksOf } from "./ours-chunks.ts";

/** Five named fields of every record, as values; most records have only some of them. */
export function createFields(): Contestant {
  const selection = new EvtxSelection(FIVE_FIELDS);
  let records = 0;
  let fieldValues = 0;
  let fieldUnits = 0;
  return {
    readRange(bytes, place) {
      for (const chunk of chunksOf(bytes, place))
        for (const record of chunk) {
          records += 1;
          selection.read(record);
          for (let index = 0; index < FIVE_FIELDS.length; index++) {
            const value = selection.value(index);
            if (value === undefined || value === null) continue;
            fieldValues += 1;
            fieldUnits += unitsOf(value);
          }
        }
    },
    answer: () => ({ records, fieldValues, fieldUnits }),
  };
}
