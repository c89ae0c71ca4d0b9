// What the rivals that are libraries run. They stand in the folder of the rivals, not in this
// repository, so these are texts and not modules. Each reads the files of its arguments by the way
// its README shows and answers, as the last line of stderr, with what it has read.

/** Node: started in the folder whose node_modules has winevtx. */
export const WINEVTX = `
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { parseEvtxFileAsync } from "winevtx";
let records = 0;
for (const path of process.argv.slice(1)) {
  const file = openSync(path, "r");
  const size = fstatSync(file).size;
  const readAt = (offset, length) => {
    const bytes = Buffer.allocUnsafe(Math.min(length, size - offset));
    readSync(file, bytes, 0, bytes.length, offset);
    return Promise.resolve(bytes);
  };
  for await (const record of parseEvtxFileAsync({ size, readAt })) records += 1;
  closeSync(file);
}
process.stderr.write(JSON.stringify({ records }) + "\\n");
`;

/** python-evtx: XML of every record. */
export const PYTHON_EVTX = `
import json, sys
from Evtx.Evtx import Evtx
records = 0
for path in sys.argv[1:]:
    with Evtx(path) as log:
        for record in log.records():
            record.xml()
            records += 1
print(json.dumps({"records": records}), file=sys.stderr)
`;

/** The wheel evtx, a binding of the Rust crate: JSON of every record, as a string. */
export const EVTX_WHEEL = `
import json, sys
from evtx import PyEvtxParser
records = 0
for path in sys.argv[1:]:
    for record in PyEvtxParser(path, number_of_threads=1).records_json():
        records += 1
print(json.dumps({"records": records}), file=sys.stderr)
`;
