/** Codes of {@link AdvisoryError}, each with what it means and what to do. */
export const ADVISORY_ERROR_CODES = {
  ADVISORY_EMPTY: "The document has no content. Check the download.",
  ADVISORY_FORMAT:
    "The document is of a format that is not read (an image, an old Office format, binary data, XML of another kind). Give another copy.",
  ADVISORY_CAMPAIGN_FILE:
    "A campaign file has a fault; the message names the line and what was expected. Correct it.",
  ADVISORY_DOCUMENT:
    "The document is encrypted, damaged or passes a limit, so that nothing of it can be read. The message says which; get another copy.",
  ADVISORY_JSON:
    "The document is JSON that does not parse, or JSON of no kind that advisories come in. Correct it or give another copy.",
  ADVISORY_NO_TEXT:
    "The document has no text: it was scanned or drawn. Nothing of it was read; give a copy with text.",
  ADVISORY_LIMIT: "The document is larger than the limit. Split it or raise the limit.",
} as const;

/** A code of {@link ADVISORY_ERROR_CODES}. */
export type AdvisoryErrorCode = keyof typeof ADVISORY_ERROR_CODES;

/** Codes of this package's diagnostics. */
export const ADVISORY_DIAGNOSTIC_CODES = {
  ADVISORY_NOTHING:
    "The document was read and says nothing to look for: no indicator, technique, vulnerability, name or mitigation. Check that it is the right document.",
  ADVISORY_UNLIKELY:
    "The document has nothing but a few names of files or paths: it does not read like a warning. Check that it is the right document.",
  ADVISORY_TECHNIQUE_UNKNOWN:
    "The document names ids of techniques that no known version of ATT&CK has. Compare with its source.",
  ADVISORY_DENIED:
    "The document says of techniques that they were not used or not seen. They are not among the campaign's. Nothing need be done.",
  ADVISORY_CORRECTED:
    "A person's corrections were laid over what the documents say; the numbers say how many. Nothing need be done.",
  ADVISORY_PAGES_UNREAD:
    "Pages of the document have no text: they were scanned or drawn and not read. Look at them yourself.",
  ADVISORY_PART_UNREAD:
    "A file inside an archive, a mail or a document was not read; the message gives the reason. Give it by itself.",
  ADVISORY_ROW_UNREAD:
    "A row of a table of indicators has no value of a known type. Look for it by hand if it matters.",
  ADVISORY_ENCODING:
    "The text has bytes that are no UTF-8; they are shown as replacement characters. Save the document as UTF-8.",
  ADVISORY_MISP_VALUE:
    "A MISP attribute has not the form its type asks for and is left out. Correct the event.",
  ADVISORY_MISP_TYPE:
    "MISP attributes are of a type that is not read. Nothing need be done unless they matter.",
  ADVISORY_MISP_LIMIT: "The MISP event has more attributes than are read. Split the event.",
  ADVISORY_OPENIOC_ITEM:
    "An item of an OpenIOC definition has no value, or a condition that is not known, and is left out. Correct the definition.",
  ADVISORY_OPENIOC_TERM:
    "Items of an OpenIOC definition ask for a term that nothing here stands for. Look for them by hand if they matter.",
  ADVISORY_STIX1_VALUE:
    "A CybOX object has a value that has not the form of its type; it is left out. Correct the document.",
  ADVISORY_STIX1_OBJECT:
    "CybOX objects are of a type or have properties that are not read. Look at them by hand if they matter.",
  ADVISORY_STIX1_REFERENCE:
    "References of a STIX 1 document name objects that are not in it. Get the rest of the package.",
  ADVISORY_STIX1_UNMARKED:
    "The STIX 1 document has observables and no indicator; its observables are taken as indicators. Vet them.",
  ADVISORY_STIX1_NAMESPACE:
    "The XML of a STIX 1 document declares or uses prefixes against the rules; it was read by its names alone. Tell its publisher.",
  ADVISORY_STIX1_LIMIT:
    "The STIX 1 document has more objects or a deeper nesting than are read. Split it.",
  ADVISORY_FLOW_LIMIT:
    "An Attack Flow has more steps than are followed: the order of its techniques is not whole. Split it.",
  ADVISORY_NAVIGATOR_UNMARKED:
    "Techniques of a Navigator layer have no score, colour or comment and are left out. Nothing need be done unless they matter.",
  ADVISORY_CSAF_INVALID:
    "A CSAF document fails a mandatory test of the specification, named by its number; it is read all the same. Tell the publisher.",
  ADVISORY_CSAF_NO_CVE:
    "A vulnerability of a CSAF document has no CVE number and is not among the vulnerabilities. Look for it by its name.",
  ADVISORY_CSAF_LIMIT:
    "A CSAF document has more products or statuses, or deeper branches, than are read. Split it.",
  ADVISORY_MISP_MANIFEST:
    "The document is the manifest of a MISP feed: it lists events and holds none. Give the events it names.",
  ADVISORY_MISP_UNMARKED:
    "The MISP event marks nothing for detection; its observables are taken as indicators. Vet them.",
} as const;

/** A code of {@link ADVISORY_DIAGNOSTIC_CODES}. */
export type AdvisoryDiagnosticCode = keyof typeof ADVISORY_DIAGNOSTIC_CODES;

/** What {@link readAdvisory} throws when a document cannot be read at all. Bad parts are diagnostics. */
export class AdvisoryError extends Error {
  readonly code: AdvisoryErrorCode;

  constructor(code: AdvisoryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AdvisoryError";
    this.code = code;
  }
}
