import type { ValueKind } from "../composite/read-value.ts";

/** One property of a CybOX object that carries a value. */
export interface Field {
  /** Keys from the properties down; `**key` is the first of that key at any depth below. */
  readonly at: readonly string[];
  readonly kind?: ValueKind;
  /** The STIX 2.1 path that asks for it. */
  readonly path?: string;
  /** It narrows the object down and says little by itself: a port beside an address, who received a mail. */
  readonly isDetail?: true;
}

const HTTP = "network-traffic:extensions.'http-request-ext'";
const REQUEST = ["httprequestresponse", "httpclientrequest"] as const;
const HEADER = [...REQUEST, "httprequestheader", "parsedheader"] as const;
const SERVICE = "process:extensions.'windows-service-ext'";

const FILE: readonly Field[] = [
  { at: ["filename"], kind: "file", path: "file:name" },
  { at: ["filepath"], kind: "filepath", path: "directory:path" },
  { at: ["fullpath"], kind: "filepath", path: "directory:path" },
  { at: ["devicepath"] },
  { at: ["sizeinbytes"], path: "file:size", isDetail: true },
];
const PROCESS: readonly Field[] = [
  { at: ["name"], kind: "file", path: "process:image_ref.name" },
  { at: ["imageinfo", "path"], kind: "filepath", path: "directory:path" },
  { at: ["imageinfo", "filename"], kind: "file", path: "process:image_ref.name" },
  { at: ["imageinfo", "commandline"], path: "process:command_line" },
];
const SOCKET: readonly Field[] = [
  { at: ["ipaddress", "addressvalue"], kind: "address", path: "ipv4-addr:value" },
  { at: ["hostname", "hostnamevalue"], kind: "host", path: "domain-name:value" },
  { at: ["port", "portvalue"], path: "network-traffic:dst_port", isDetail: true },
];
const within = (key: string, fields: readonly Field[]): Field[] =>
  fields.map((field) => ({ ...field, at: [key, ...field.at] }));
const LINK: readonly Field[] = [{ at: ["value"], kind: "url", path: "url:value" }];
const HTTP_SESSION: readonly Field[] = [
  { at: [...HEADER, "useragent"], kind: "user-agent", path: `${HTTP}.request_header.'User-Agent'` },
  { at: [...HEADER, "host", "**uri", "value"], kind: "host", path: "domain-name:value" },
  { at: [...HEADER, "host", "domainname", "value"], kind: "host", path: "domain-name:value" },
  { at: [...HEADER, "referer", "value"], kind: "url", path: `${HTTP}.request_header.Referer` },
  { at: [...REQUEST, "httprequestline", "value"], kind: "http-uri", path: `${HTTP}.request_value` },
  {
    at: [...REQUEST, "httprequestline", "httpmethod"],
    path: `${HTTP}.request_method`,
    isDetail: true,
  },
];

/** By the kind of a CybOX object: `address` of `AddressObjectType` (CybOX 2.0 and 2.1). */
export const OBJECT_FIELDS: Readonly<Record<string, readonly Field[]>> = {
  file: FILE,
  pdffile: FILE,
  imagefile: FILE,
  archivefile: FILE,
  unixfile: FILE,
  windowsfile: FILE,
  windowsexecutablefile: FILE,
  artifact: [],
  custom: [],
  link: LINK,
  uri: LINK,
  domainname: [{ at: ["value"], kind: "host", path: "domain-name:value" }],
  hostname: [{ at: ["hostnamevalue"], kind: "host", path: "domain-name:value" }],
  mutex: [{ at: ["name"], kind: "mutex", path: "mutex:name" }],
  windowsmutex: [{ at: ["name"], kind: "mutex", path: "mutex:name" }],
  pipe: [{ at: ["name"], kind: "named-pipe" }],
  windowspipe: [{ at: ["name"], kind: "named-pipe" }],
  port: [{ at: ["portvalue"], path: "network-traffic:dst_port" }],
  process: PROCESS,
  windowsprocess: PROCESS,
  windowsservice: [
    { at: ["servicename"], kind: "service-name", path: `${SERVICE}.service_name` },
    { at: ["displayname"], path: `${SERVICE}.display_name`, isDetail: true },
    { at: ["servicedll"], kind: "file", path: `${SERVICE}.service_dll_refs[*].name` },
    ...PROCESS,
  ],
  windowstask: [{ at: ["name"], kind: "scheduled-task" }],
  windowsdriver: [{ at: ["drivername"], kind: "file", path: "file:name" }, ...FILE],
  windowsregistrykey: [
    { at: ["key"], kind: "registry-key", path: "windows-registry-key:key" },
    { at: ["values", "value", "name"], path: "windows-registry-key:values[*].name" },
    { at: ["values", "value", "data"], path: "windows-registry-key:values[*].data" },
  ],
  emailmessage: [
    {
      at: ["header", "from", "**addressvalue"],
      kind: "email",
      path: "email-message:from_ref.value",
    },
    {
      at: ["header", "sender", "**addressvalue"],
      kind: "email",
      path: "email-message:sender_ref.value",
    },
    { at: ["header", "replyto", "**addressvalue"], kind: "email" },
    {
      at: ["header", "to", "**addressvalue"],
      kind: "email",
      path: "email-message:to_refs[*].value",
      isDetail: true,
    },
    {
      at: ["header", "cc", "**addressvalue"],
      kind: "email",
      path: "email-message:cc_refs[*].value",
      isDetail: true,
    },
    { at: ["header", "subject"], kind: "email-subject", path: "email-message:subject" },
  ],
  httpsession: HTTP_SESSION,
  socketaddress: SOCKET,
  networksocket: [...within("remoteaddress", SOCKET), ...within("localaddress", SOCKET)],
  networkconnection: [
    ...within("destinationsocketaddress", SOCKET),
    ...within("sourcesocketaddress", SOCKET),
    ...["layer7connections"].flatMap((key) => within(key, within("httpsession", HTTP_SESSION))),
    {
      at: ["layer7connections", "dnsquery", "**qname", "value"],
      kind: "host",
      path: "domain-name:value",
    },
  ],
  dnsquery: [{ at: ["**qname", "value"], kind: "host", path: "domain-name:value" }],
  dnsrecord: [
    { at: ["domainname", "value"], kind: "host", path: "domain-name:value" },
    { at: ["ipaddress", "addressvalue"], kind: "address", path: "ipv4-addr:value" },
  ],
  as: [
    { at: ["number"], kind: "asn", path: "autonomous-system:number" },
    { at: ["handle"], kind: "asn", path: "autonomous-system:number" },
  ],
  autonomoussystem: [
    { at: ["number"], kind: "asn", path: "autonomous-system:number" },
    { at: ["handle"], kind: "asn", path: "autonomous-system:number" },
  ],
  whois: [
    { at: ["domainname", "value"], kind: "host", path: "domain-name:value" },
    { at: ["ipaddress", "addressvalue"], kind: "address", path: "ipv4-addr:value" },
    { at: ["registrants", "registrant", "emailaddress", "addressvalue"], kind: "email" },
  ],
  x509certificate: [
    {
      at: ["certificate", "serialnumber"],
      kind: "certificate-serial",
      path: "x509-certificate:serial_number",
    },
  ],
};

/** What stands in an object and is not the thing itself; it is told with that reason. */
export const ASIDES: readonly {
  readonly at: readonly string[];
  readonly kind?: ValueKind;
  readonly reason: string;
}[] = [
  {
    at: ["sections", "section", "datahashes", "hash"],
    reason: "digest of a section, not of the file",
  },
  {
    at: ["sections", "section", "headerhashes", "hash"],
    reason: "digest of a section, not of the file",
  },
  { at: ["headers", "**hash"], reason: "digest of a header, not of the file" },
  {
    at: ["resources", "**originalfilename"],
    kind: "file",
    reason: "name in the file's resources",
  },
  { at: ["nameservers", "nameserver", "value"], kind: "host", reason: "name server of the domain" },
];

/** The observable and path of a digest by the name CybOX gives its algorithm; of others by nothing. */
export const DIGESTS: Readonly<Record<string, { kind: ValueKind; path: string }>> = {
  md5: { kind: "md5", path: "file:hashes.MD5" },
  sha1: { kind: "sha1", path: "file:hashes.'SHA-1'" },
  sha224: { kind: "sha224", path: "file:hashes.'SHA-224'" },
  sha256: { kind: "sha256", path: "file:hashes.'SHA-256'" },
  sha384: { kind: "sha384", path: "file:hashes.'SHA-384'" },
  sha512: { kind: "sha512", path: "file:hashes.'SHA-512'" },
  ssdeep: { kind: "ssdeep", path: "file:hashes.SSDEEP" },
  tlsh: { kind: "tlsh", path: "file:hashes.TLSH" },
};

/** Digests by their length, for those whose algorithm is given as `Other` or not at all. */
export const DIGESTS_BY_LENGTH: Readonly<Record<number, string>> = {
  32: "md5",
  40: "sha1",
  64: "sha256",
  96: "sha384",
  128: "sha512",
};
