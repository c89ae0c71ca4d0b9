// What the extractors of indicators run: each by the way its README shows, asked for the seven kinds that are judged and
// no others. They stand in the folder of the rivals, not in this repository, so these are texts and not modules. Each
// reads the texts of its first argument and writes what it found to the file of its second. Only the search is timed:
// what is made once for all texts is made before.

const FRAME = `
import json, sys, time
def run(find):
    with open(sys.argv[1], encoding="utf-8") as file:
        texts = json.load(file)["texts"]
    start, used = time.perf_counter(), time.process_time()
    found = [find(text) for text in texts]
    milliseconds = (time.perf_counter() - start) * 1000
    processor = (time.process_time() - used) * 1000
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump({"milliseconds": milliseconds, "cpuMilliseconds": processor, "found": found}, file)
`;

/** iocsearcher: all its checks on; it undoes the defanging itself. */
export const IOCSEARCHER: string = `${FRAME}
from iocsearcher.searcher import Searcher
KINDS = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "ip4": "ipv4", "fqdn": "domain", "url": "url", "email": "email"}
searcher = Searcher()
targets = set(KINDS)
def find(text):
    found = {kind: [] for kind in KINDS.values()}
    for ioc in searcher.search_data(text, targets=targets):
        found[KINDS[ioc.name]].append(ioc.value)
    return found
run(find)
`;

/** ioc-finder, with its defaults. */
export const IOC_FINDER: string = `${FRAME}
from ioc_finder import find_iocs
KINDS = {"md5s": "md5", "sha1s": "sha1", "sha256s": "sha256", "ipv4s": "ipv4", "domains": "domain", "urls": "url", "email_addresses": "email"}
def find(text):
    found = find_iocs(text, included_ioc_types=list(KINDS))
    return {kind: list(found[name]) for name, kind in KINDS.items()}
run(find)
`;

/** iocextract, defanging undone; it has no search for domains. */
export const IOCEXTRACT: string = `${FRAME}
import iocextract
def find(text):
    return {
        "md5": list(iocextract.extract_md5_hashes(text)),
        "sha1": list(iocextract.extract_sha1_hashes(text)),
        "sha256": list(iocextract.extract_sha256_hashes(text)),
        "ipv4": list(iocextract.extract_ipv4s(text, refang=True)),
        "url": list(iocextract.extract_urls(text, refang=True, strip=True)),
        "email": list(iocextract.extract_emails(text, refang=True)),
    }
run(find)
`;

/**
 * The pattern extractions of txt2stix that need no model. They do not undo defanging. One of them would fetch the list of
 * public suffixes; it takes the copy that comes with it instead.
 */
export const TXT2STIX: string = `${FRAME}
from pathlib import Path
import tldextract
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
import txt2stix
from txt2stix.extractions import parse_extraction_config
from txt2stix.pattern import extract_all
KINDS = {
    "pattern_file_hash_md5": "md5",
    "pattern_file_hash_sha_1": "sha1",
    "pattern_file_hash_sha_256": "sha256",
    "pattern_ipv4_address_only": "ipv4",
    "pattern_domain_name_only": "domain",
    "pattern_domain_name_subdomain": "domain",
    "pattern_url": "url",
    "pattern_url_file": "url",
    "pattern_url_path": "url",
    "pattern_email_address": "email",
}
config = parse_extraction_config(Path(txt2stix.__file__).parent / "includes")
extractors = [config[name] for name in KINDS]
def find(text):
    found = {kind: [] for kind in KINDS.values()}
    for one in extract_all(extractors, text, ignore_extraction_boundary=True):
        found[KINDS[one["type"]]].append(one["value"])
    return found
run(find)
`;
