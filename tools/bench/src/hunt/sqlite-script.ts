/**
 * Python: rules by pySigma to SQL, records into one wide table of SQLite, one query a rule: the way of
 * Zircolite. Arguments: KEY-FIELD RULES count|pairs FILE... With `pairs` every rule and record that it
 * matches is a line of stdout. Columns are those that rules ask for; SQLite allows no more than 2,000.
 */
export const SQLITE_HUNT: string = String.raw`
import json, pathlib, re, sqlite3, sys, time
from evtx import PyEvtxParser
from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.pipelines.sysmon import sysmon_pipeline
from sigma.pipelines.windows import windows_logsource_pipeline
from sigma.rule import SigmaDetection

key, rules_folder, mode, *files = sys.argv[1:]
start = time.perf_counter()
backend = sqliteBackend(sysmon_pipeline() + windows_logsource_pipeline())
queries, refused, columns = [], 0, {}

def learn(name):
    columns.setdefault(name.lower(), name)

def fields_of(detection):
    for item in detection.detection_items:
        if isinstance(item, SigmaDetection):
            yield from fields_of(item)
        elif item.field is not None:
            yield item.field
            for value in item.value if isinstance(item.value, list) else [item.value]:
                if hasattr(value, "field"):
                    yield value.field

for name in [key, "Channel", "EventID", "Provider_Name"]:
    learn(name)
for path in sorted(pathlib.Path(rules_folder).rglob("*.y*ml")):
    try:
        collection = SigmaCollection.from_yaml(path.read_text(encoding="utf8"))
        made = []
        for rule in collection.rules:
            for sql in backend.convert_rule(rule):
                made.append((str(rule.id), sql))
            for detection in rule.detection.detections.values():
                for field in fields_of(detection):
                    learn(field)
        queries += made
    except Exception as error:
        refused += 1
        print(f"refused {path.name}: {type(error).__name__}: {error}", file=sys.stderr)

def flatten_evtx(event):
    flat = {}
    body = event["Event"]
    def put(name, value):
        if isinstance(value, dict):
            for attribute, inner in (value.get("#attributes") or {}).items():
                put(f"{name}_{attribute}", inner)
            if "#text" in value:
                put(name, value["#text"])
            for inner_name, inner in value.items():
                if not inner_name.startswith("#"):
                    put(inner_name, inner)
        else:
            flat[name.lower()] = value
    for part in ("System", "EventData", "UserData"):
        for name, value in (body.get(part) or {}).items():
            put(name, value)
    return flat

def flatten_json(event):
    return {name.lower(): value for name, value in event.items()}

def records_of(path):
    if path.endswith(".evtx"):
        for record in PyEvtxParser(path, number_of_threads=1).records_json():
            yield flatten_evtx(json.loads(record["data"]))
    else:
        with open(path, encoding="utf8") as lines:
            for line in lines:
                if line.strip():
                    yield flatten_json(json.loads(line))

def plain(value):
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    # Truth values are words to rules, and numbers to SQLite.
    return json.dumps(value) if isinstance(value, (dict, bool)) else value

def matches_pattern(pattern, value):
    return value is not None and re.search(pattern, str(value)) is not None

loaded = time.perf_counter()
records, matches, broken = 0, 0, set()
names = list(columns)
for path in files:
    # A file after the other, as Zircolite takes them; text compares without case, as its columns do.
    db = sqlite3.connect(":memory:")
    db.create_function("regexp", 2, matches_pattern)
    listed = ", ".join(f'"{columns[name]}" TEXT COLLATE NOCASE' for name in names)
    db.execute(f"CREATE TABLE logs ({listed})")
    places = ", ".join("?" for _ in names)
    batch = []
    for record in records_of(path):
        records += 1
        batch.append([plain(record.get(name)) for name in names])
        if len(batch) == 1000:
            db.executemany(f"INSERT INTO logs VALUES ({places})", batch)
            batch = []
    db.executemany(f"INSERT INTO logs VALUES ({places})", batch)
    db.execute("CREATE INDEX by_source ON logs (Channel, EventID)")
    for rule, sql in queries:
        asked = sql.replace("SELECT *", f'SELECT "{key}"', 1)
        try:
            for (found,) in db.execute(asked):
                matches += 1
                if mode == "pairs":
                    print(f"{rule}\t{found}")
        except sqlite3.Error as error:
            if rule not in broken:
                print(f"refused {rule}: {error}", file=sys.stderr)
            broken.add(rule)
    db.close()
print(json.dumps({
    "records": records,
    "matches": matches,
    "rules": len(queries) - len(broken),
    "refused": refused + len(broken),
    "loadMs": round(1000 * (loaded - start)),
    "planMs": 0,
}), file=sys.stderr)
`;
