import fc from "fast-check";
import { expect, test } from "vitest";
import { AdvisoryError, readAdvisory } from "../src/index.ts";

const SHA1 = "b0fff876d3474f855654dcd92e9351b25630cc83";
const MD5 = "b0fff876d3474f855654dcd92e9351b2";

const NAMESPACES = `xmlns:stix="http://stix.mitre.org/stix-1" xmlns:stixCommon="http://stix.mitre.org/common-1"
 xmlns:indicator="http://stix.mitre.org/Indicator-2" xmlns:ttp="http://stix.mitre.org/TTP-1" xmlns:ta="http://stix.mitre.org/ThreatActor-1"
 xmlns:et="http://stix.mitre.org/ExploitTarget-1" xmlns:coa="http://stix.mitre.org/CourseOfAction-1" xmlns:incident="http://stix.mitre.org/Incident-1"
 xmlns:cybox="http://cybox.mitre.org/cybox-2" xmlns:cyboxCommon="http://cybox.mitre.org/common-2" xmlns:o="http://cybox.mitre.org/objects#X-2"
 xmlns:marking="http://data-marking.mitre.org/Marking-1" xmlns:tlp="http://data-marking.mitre.org/extensions/MarkingStructure#TLP-1"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`;

function wrap(content: string): string {
  return `<stix:STIX_Package ${NAMESPACES} id="ex:Package-1" version="1.2" timestamp="2024-07-26T10:00:00Z">${content}</stix:STIX_Package>`;
}

function object(type: string, content: string, more = ""): string {
  return `<cybox:Object><cybox:Properties xsi:type="o:${type}ObjectType" ${more}>${content}</cybox:Properties></cybox:Object>`;
}

function indicator(observable: string, more = ""): string {
  return `<stix:Indicators><stix:Indicator id="ex:Indicator-1" timestamp="2024-07-25T00:00:00Z">${more}<indicator:Observable>${observable}</indicator:Observable></stix:Indicator></stix:Indicators>`;
}

function read(text: string): ReturnType<typeof readAdvisory> {
  return readAdvisory({
    name: "package",
    bytes: new TextEncoder().encode(text),
    sha256: "ab".repeat(32),
  });
}

async function readValues(text: string): Promise<string[]> {
  const { indicators } = await read(text);
  return indicators.map(({ observable, pattern }) =>
    observable === undefined ? (pattern?.text ?? "") : `${observable.type} ${observable.value}`,
  );
}

test("the header of a STIX 1 package gives title, summary, issuer, time and the strictest marking", async () => {
  const campaign = await read(
    wrap(`<stix:STIX_Header><stix:Title>Quiet Fern</stix:Title>
<stix:Description>&lt;p&gt;The group &lt;b&gt;Quiet Fern&lt;/b&gt; uses BLACKKILN &amp;amp; others.&lt;/p&gt;</stix:Description>
<stix:Handling><marking:Marking><marking:Controlled_Structure>//node()</marking:Controlled_Structure>
<marking:Marking_Structure xsi:type="tlp:TLPMarkingStructureType" color="WHITE"/><marking:Marking_Structure xsi:type="tlp:TLPMarkingStructureType" color="AMBER"/></marking:Marking></stix:Handling>
<stix:Information_Source><stixCommon:Identity><stixCommon:Name>Example CERT</stixCommon:Name></stixCommon:Identity>
<stixCommon:Time><cyboxCommon:Produced_Time>2024-07-25T12:00:00+02:00</cyboxCommon:Produced_Time></stixCommon:Time>
<stixCommon:References><stixCommon:Reference>https://www.example.org/r</stixCommon:Reference></stixCommon:References></stix:Information_Source></stix:STIX_Header>
${indicator(object("DomainName", "<o:Value>evil.example.net</o:Value>"))}`),
  );
  expect(campaign).toMatchObject({
    title: "Quiet Fern",
    summary: "The group Quiet Fern uses BLACKKILN & others.",
    issuers: [{ name: "Example CERT" }],
    published: "2024-07-25T10:00:00.000Z",
    tlp: "AMBER",
    references: [{ url: "https://www.example.org/r" }],
    documents: [{ format: "stix-1" }],
    diagnostics: [],
  });
});

test.each([
  [
    "Address",
    "<o:Address_Value>192.0.2.7</o:Address_Value>",
    'category="ipv4-addr"',
    "ipv4 192.0.2.7",
  ],
  [
    "Address",
    "<o:Address_Value>2001:db8::7</o:Address_Value>",
    'category="ipv6-addr"',
    "ipv6 2001:db8::7",
  ],
  [
    "Address",
    "<o:Address_Value>a@example.com</o:Address_Value>",
    'category="e-mail"',
    "email a@example.com",
  ],
  ["DomainName", "<o:Value>evil.example.net</o:Value>", "", "domain evil.example.net"],
  [
    "Hostname",
    "<o:Hostname_Value>evil.example.net</o:Hostname_Value>",
    "",
    "domain evil.example.net",
  ],
  [
    "URI",
    "<o:Value>http://evil.example.net/a</o:Value>",
    'type="URL"',
    "url http://evil.example.net/a",
  ],
  ["URI", "<o:Value>evil.example.net</o:Value>", 'type="Domain Name"', "domain evil.example.net"],
  ["URI", "<o:Value>evil.example.net/a</o:Value>", "", "http-uri evil.example.net/a"],
  ["Link", "<o:Value>http://evil.example.net/b</o:Value>", "", "url http://evil.example.net/b"],
  ["Mutex", "<o:Name>Fern</o:Name>", "", "mutex Fern"],
  ["WindowsMutex", "<o:Name>Fern</o:Name>", "", "mutex Fern"],
  ["Pipe", "<o:Name>fern</o:Name>", "", "named-pipe fern"],
  [
    "WindowsRegistryKey",
    String.raw`<o:Key>Software\Fern</o:Key><o:Hive>HKEY_LOCAL_MACHINE</o:Hive>`,
    "",
    String.raw`registry-key HKEY_LOCAL_MACHINE\Software\Fern`,
  ],
  ["WindowsService", "<o:Service_Name>Fern</o:Service_Name>", "", "service-name Fern"],
  ["Process", "<o:Name>fern.exe</o:Name>", "", "filename fern.exe"],
  ["File", "<o:File_Name>fern.exe</o:File_Name>", "", "filename fern.exe"],
  [
    "SocketAddress",
    "<o:IP_Address><o:Address_Value>192.0.2.7</o:Address_Value></o:IP_Address><o:Port><o:Port_Value>443</o:Port_Value></o:Port>",
    "",
    "ipv4 192.0.2.7",
  ],
  [
    "HTTPSession",
    "<o:HTTP_Request_Response><o:HTTP_Client_Request><o:HTTP_Request_Header><o:Parsed_Header><o:User_Agent>Fern/1.0</o:User_Agent></o:Parsed_Header></o:HTTP_Request_Header></o:HTTP_Client_Request></o:HTTP_Request_Response>",
    "",
    "user-agent Fern/1.0",
  ],
  [
    "EmailMessage",
    "<o:Header><o:From><o:Address_Value>a@example.com</o:Address_Value></o:From></o:Header>",
    "",
    "email a@example.com",
  ],
  [
    "X509Certificate",
    "<o:Certificate><o:Serial_Number>0A:1B</o:Serial_Number></o:Certificate>",
    "",
    "certificate-serial 0a1b",
  ],
  ["AS", "<o:Handle>AS64500</o:Handle>", "", "asn AS64500"],
  ["Port", "<o:Port_Value>4444</o:Port_Value>", "", "[network-traffic:dst_port = 4444]"],
])(
  "a CybOX object of the kind %s gives its value when it is %s",
  async (type, content, more, expected) => {
    expect(await readValues(wrap(indicator(object(type, content, more))))).toEqual([expected]);
  },
);

test("a file of CybOX gives each digest, and its name as context when a digest stands beside it", async () => {
  const hash = (type: string, value: string): string =>
    `<cyboxCommon:Hash><cyboxCommon:Type>${type}</cyboxCommon:Type><cyboxCommon:Simple_Hash_Value>${value}</cyboxCommon:Simple_Hash_Value></cyboxCommon:Hash>`;
  const campaign = await read(
    wrap(
      indicator(
        object(
          "File",
          `<o:File_Name>fern.exe</o:File_Name><o:Hashes>${hash("MD5", MD5.toUpperCase())}${hash("SHA1", SHA1)}${hash("Other", "12:ab:cd")}</o:Hashes>`,
        ),
      ),
    ),
  );
  expect(campaign.indicators.map(({ observable }) => observable?.type)).toEqual(["md5", "sha1"]);
  expect(campaign.context).toMatchObject([
    { observable: { value: "fern.exe" }, reason: "stands beside a digest that says more" },
  ]);
  expect(campaign.diagnostics).toMatchObject([
    {
      code: "ADVISORY_STIX1_OBJECT",
      message: '1 CybOX object of the kind "digest other" not read',
    },
  ]);
});

test("a list of CybOX values is one of them each when they are parted by its mark", async () => {
  const values = (more: string): string =>
    wrap(
      indicator(
        object("DomainName", `<o:Value ${more}>a.example.net##comma##b.example.net</o:Value>`),
      ),
    );
  expect(await readValues(values('condition="Equals" apply_condition="ANY"'))).toEqual([
    "domain a.example.net",
    "domain b.example.net",
  ]);
  const none = await read(values('condition="Equals" apply_condition="NONE"'));
  expect(none.indicators).toMatchObject([
    {
      pattern: {
        text: "[domain-name:value NOT = 'a.example.net' AND domain-name:value NOT = 'b.example.net']",
      },
    },
  ]);
  expect(
    await readValues(
      wrap(
        indicator(
          object("DomainName", '<o:Value delimiter=";">a.example.net;b.example.net</o:Value>'),
        ),
      ),
    ),
  ).toHaveLength(2);
});

test.each([
  ["Contains", "[file:name LIKE '%fern%']"],
  ["StartsWith", "[file:name LIKE 'fern%']"],
  ["EndsWith", "[file:name LIKE '%fern']"],
  ["FitsPattern", "[file:name MATCHES 'fern']"],
  ["Equals", "filename fern"],
])("a CybOX value is asked for as %s says", async (condition, expected) => {
  const xml = wrap(
    indicator(object("File", `<o:File_Name condition="${condition}">fern</o:File_Name>`)),
  );
  expect(await readValues(xml)).toEqual([expected]);
});

const COMPOSED = (operator: string): string =>
  `<cybox:Observable_Composition operator="${operator}"><cybox:Observable idref="ex:Observable-1"/><cybox:Observable>${object("Mutex", "<o:Name>Fern</o:Name>")}</cybox:Observable></cybox:Observable_Composition>`;
const REFERRED = `<stix:Observables><cybox:Observable id="ex:Observable-1">${object("DomainName", "<o:Value>evil.example.net</o:Value>")}</cybox:Observable></stix:Observables>`;

test("observables of STIX 1 composed by OR are indicators and by AND one pattern, references followed", async () => {
  expect(await readValues(wrap(REFERRED + indicator(COMPOSED("OR"))))).toEqual([
    "domain evil.example.net",
    "mutex Fern",
  ]);
  const { indicators, context } = await read(wrap(REFERRED + indicator(COMPOSED("AND"))));
  expect(indicators.map(({ pattern }) => pattern?.text)).toEqual([
    "[domain-name:value = 'evil.example.net'] AND [mutex:name = 'Fern']",
  ]);
  expect(context.map(({ observable }) => observable.value)).toEqual(["evil.example.net", "Fern"]);
});

test("an AND that MISP writes for what it holds as one value gives each part as an indicator", async () => {
  const title = "<indicator:Title>Network activity: a|b (MISP Attribute)</indicator:Title>";
  expect(await readValues(wrap(REFERRED + indicator(COMPOSED("AND"), title)))).toHaveLength(2);
});

test("a reference of STIX 1 is told when its object is not in the document, and a loop of them ends", async () => {
  const missing = await read(
    wrap(indicator('</indicator:Observable><indicator:Observable idref="ex:Gone">')),
  );
  expect(missing.diagnostics).toMatchObject([
    { code: "ADVISORY_STIX1_REFERENCE" },
    { code: "ADVISORY_NOTHING" },
  ]);
  const loop = wrap(
    `<stix:Observables><cybox:Observable id="ex:a"><cybox:Observable_Composition operator="OR"><cybox:Observable idref="ex:a"/></cybox:Observable_Composition></cybox:Observable></stix:Observables>`,
  );
  expect((await read(loop)).diagnostics.map(({ code }) => code)).toContain("ADVISORY_STIX1_LIMIT");
});

test("observables of STIX 1 are indicators when there is no indicator and context when there is one", async () => {
  const alone = await read(wrap(REFERRED));
  expect(alone.indicators).toHaveLength(1);
  expect(alone.diagnostics).toMatchObject([{ code: "ADVISORY_STIX1_UNMARKED" }]);
  const beside = await read(wrap(REFERRED + indicator(object("Mutex", "<o:Name>Fern</o:Name>"))));
  expect(beside.indicators).toHaveLength(1);
  expect(beside.context).toMatchObject([
    { observable: { value: "evil.example.net" }, reason: "an observable that no indicator holds" },
  ]);
});

test("an indicator of STIX 1 carries types, validity, confidence and what it indicates", async () => {
  const { indicators, software, techniques } = await read(
    wrap(`<stix:TTPs><stix:TTP id="ex:TTP-1"><ttp:Title>BLACKKILN</ttp:Title><ttp:Behavior>
<ttp:Attack_Patterns><ttp:Attack_Pattern capec_id="CAPEC-163"><ttp:Title>Phishing - T1566</ttp:Title></ttp:Attack_Pattern></ttp:Attack_Patterns>
<ttp:Malware><ttp:Malware_Instance><ttp:Name>BLACKKILN</ttp:Name></ttp:Malware_Instance></ttp:Malware></ttp:Behavior></stix:TTP></stix:TTPs>
${indicator(
  object("Mutex", "<o:Name>Fern</o:Name>"),
  `<indicator:Title>Fern mutex</indicator:Title><indicator:Type>Host Characteristics</indicator:Type><indicator:Description>Made at start.</indicator:Description>
<indicator:Valid_Time_Position><indicator:Start_Time>2024-07-01T00:00:00Z</indicator:Start_Time><indicator:End_Time>2024-12-01T00:00:00Z</indicator:End_Time></indicator:Valid_Time_Position>
<indicator:Indicated_TTP><stixCommon:TTP idref="ex:TTP-1"/></indicator:Indicated_TTP>
<indicator:Confidence><stixCommon:Value>Medium</stixCommon:Value></indicator:Confidence>`,
)}`),
  );
  expect(indicators).toMatchObject([
    {
      name: "Fern mutex",
      description: "Made at start.",
      labels: ["Host Characteristics"],
      malware: ["BLACKKILN"],
      techniques: ["T1566"],
      validFrom: "2024-07-01T00:00:00.000Z",
      validUntil: "2024-12-01T00:00:00.000Z",
      confidence: 50,
      citations: [{ object: "ex:Indicator-1" }],
    },
  ]);
  expect(software).toMatchObject([{ name: "BLACKKILN", kind: "malware" }]);
  expect(techniques).toMatchObject([{ id: "T1566", name: "Phishing" }]);
});

test("actors, vulnerabilities, courses of action and rules of STIX 1 are read and victims passed over", async () => {
  const campaign = await read(
    wrap(`${indicator(
      object("Mutex", "<o:Name>Fern</o:Name>"),
      `<indicator:Test_Mechanisms><indicator:Test_Mechanism xsi:type="yara:YaraTestMechanismType"><o:Rule><![CDATA[rule fern { condition: true }]]></o:Rule></indicator:Test_Mechanism></indicator:Test_Mechanisms>`,
    )}
<stix:Exploit_Targets><stix:Exploit_Target><et:Vulnerability><et:CVE_ID>CVE-2021-44228</et:CVE_ID></et:Vulnerability><et:Weakness><et:CWE_ID>CWE-502</et:CWE_ID></et:Weakness></stix:Exploit_Target></stix:Exploit_Targets>
<stix:Courses_Of_Action><stix:Course_Of_Action><coa:Title>Patch</coa:Title><coa:Description>Install the update.</coa:Description></stix:Course_Of_Action></stix:Courses_Of_Action>
<stix:Incidents><stix:Incident><incident:Title>An intrusion</incident:Title><incident:Victim><stixCommon:Name>Example plc</stixCommon:Name><cybox:Observable>${object("Hostname", "<o:Hostname_Value>victim.example.com</o:Hostname_Value>")}</cybox:Observable></incident:Victim></stix:Incident></stix:Incidents>
<stix:Threat_Actors><stix:Threat_Actor><ta:Title>Quiet Fern</ta:Title><ta:Identity><stixCommon:Name>Old Mill</stixCommon:Name></ta:Identity><ta:Motivation><stixCommon:Value>Espionage</stixCommon:Value></ta:Motivation></stix:Threat_Actor></stix:Threat_Actors>`),
  );
  expect(campaign).toMatchObject({
    title: "An intrusion",
    vulnerabilities: [{ id: "CVE-2021-44228", status: "mentioned" }],
    frameworks: [{ framework: "cwe", id: "CWE-502" }],
    mitigations: [{ text: "Patch: Install the update." }],
    rules: [{ language: "yara", name: "fern", text: "rule fern { condition: true }" }],
    actors: [
      {
        name: "Quiet Fern",
        goals: ["Espionage"],
        aliases: [{ name: "Old Mill", relation: "unstated" }],
      },
    ],
  });
  expect(JSON.stringify(campaign)).not.toContain("victim.example.com");
});

test("STIX 1 in JSON is read like its XML", async () => {
  const json = {
    id: "ex:Package-1",
    version: "1.2",
    timestamp: "2024-07-26T10:00:00Z",
    stix_header: { title: "Quiet Fern" },
    indicators: [
      {
        id: "ex:Indicator-1",
        observable: {
          observable_composition: {
            operator: "OR",
            observables: [
              {
                object: {
                  properties: {
                    "xsi:type": "DomainNameObjectType",
                    value: { value: "evil.example.net", condition: "Equals" },
                  },
                },
              },
              {
                object: {
                  properties: {
                    "xsi:type": "FileObjectType",
                    hashes: [{ type: "SHA1", simple_hash_value: SHA1 }],
                  },
                },
              },
              {
                object: {
                  properties: {
                    "xsi:type": "AddressObjectType",
                    category: "ipv4-addr",
                    address_value: { value: ["192.0.2.1", "192.0.2.2"] },
                  },
                },
              },
            ],
          },
        },
      },
    ],
    ttps: {
      ttps: [{ id: "ex:TTP-1", behavior: { malware_instances: [{ names: ["BLACKKILN"] }] } }],
    },
  };
  const campaign = await read(JSON.stringify(json));
  expect(campaign.title).toBe("Quiet Fern");
  expect(campaign.indicators.map(({ observable }) => observable?.value)).toEqual([
    "evil.example.net",
    SHA1,
    "192.0.2.1",
    "192.0.2.2",
  ]);
  expect(campaign.software).toMatchObject([{ name: "BLACKKILN" }]);
});

test("STIX 1 with a namespace declared without a prefix is read and the fault is told", async () => {
  const xml = wrap(indicator(object("Mutex", "<o:Name>Fern</o:Name>"))).replace(
    "<stix:STIX_Package ",
    '<stix:STIX_Package xmlns:="https://www.example.org" ',
  );
  const campaign = await read(xml);
  expect(campaign.indicators).toHaveLength(1);
  expect(campaign.diagnostics).toMatchObject([
    { code: "ADVISORY_STIX1_NAMESPACE", severity: "warning" },
  ]);
});

test("a CybOX value that has not the form of its kind is told and left out", async () => {
  const campaign = await read(
    wrap(
      indicator(
        object("Address", "<o:Address_Value>nowhere</o:Address_Value>", 'category="ipv4-addr"'),
      ),
    ),
  );
  expect(campaign.indicators).toEqual([]);
  expect(campaign.diagnostics[0]).toMatchObject({
    code: "ADVISORY_STIX1_VALUE",
    place: { line: 6 },
  });
});

test("reading STIX 1 throws nothing but its own error on arbitrary trees", async () => {
  const names = [
    "Indicator",
    "Observable",
    "Object",
    "Properties",
    "Hashes",
    "Hash",
    "TTP",
    "Observable_Composition",
    "Value",
    "Related_Objects",
    "Victim",
  ];
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.string({ maxLength: 6 }).map((text) => text.replaceAll(/[<&\]]/g, "")),
      fc
        .tuple(
          fc.constantFrom(...names),
          fc.constantFrom(
            "",
            'id="a"',
            'idref="a"',
            'xsi:type="o:FileObjectType"',
            'operator="AND"',
          ),
          fc.array(tie("tree"), { maxLength: 3 }),
        )
        .map(([name, more, parts]) => `<cybox:${name} ${more}>${parts.join("")}</cybox:${name}>`),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(tree, async (content) => {
      const error: unknown = await read(wrap(content)).catch((thrown: unknown) => thrown);
      expect(error instanceof Error && !(error instanceof AdvisoryError)).toBe(false);
    }),
    { numRuns: 300 },
  );
});

test("a digest of a section is context, and one that has not the form of its kind is told", async () => {
  const hash = (value: string): string =>
    `<cyboxCommon:Hash><cyboxCommon:Type>MD5</cyboxCommon:Type><cyboxCommon:Simple_Hash_Value>${value}</cyboxCommon:Simple_Hash_Value></cyboxCommon:Hash>`;
  const campaign = await read(
    wrap(
      indicator(
        object(
          "WindowsExecutableFile",
          `<o:File_Name>fern.exe</o:File_Name><o:Sections><o:Section><o:Data_Hashes>${hash(MD5)}${hash("no digest")}</o:Data_Hashes></o:Section></o:Sections>`,
        ),
      ),
    ),
  );
  expect(campaign.indicators.map(({ observable }) => observable?.value)).toEqual(["fern.exe"]);
  expect(campaign.context).toMatchObject([
    { observable: { value: MD5 }, reason: "digest of a section, not of the file" },
  ]);
  expect(campaign.diagnostics).toMatchObject([{ code: "ADVISORY_STIX1_VALUE" }]);
});
