// The web log of the portal, the questions to the resolver and the proxy, as on any other week.
import { anyTime, workTime } from "./clock.ts";
import { HOSTS } from "./company.ts";
import { BAD } from "./indicators.ts";
import { type Journal, LINE_FILES } from "./journal.ts";
import { NAMES } from "./ordinary-windows.ts";
import { placeholder } from "./placeholder.ts";
import type { Random } from "./random.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) ExampleBrowser/124.0";
/** From home, from yards, from the road: addresses close to the bad ones among them. */
const VISITORS: readonly [string, ...string[]] = [
  "203.0.113.77",
  "203.0.113.70",
  "203.0.113.107",
  "198.51.100.230",
  "198.51.100.2",
  "198.51.100.123",
  "192.0.2.6",
  "192.0.2.166",
  "192.0.2.67",
];
const PAGES: readonly [string, ...string[]] = [
  "GET /portal/",
  "GET /portal/webclient/index.html",
  "GET /portal/webclient/app.3f2a.js",
  "GET /portal/webclient/style.9c01.css",
  "POST /broker/xml",
  "GET /broker/session?keepalive=1",
  "GET /favicon.ico",
];
/** What scanners ask every host for; none of it is a lookup. */
const PROBES: readonly [string, ...string[]] = [
  "GET /.env",
  "GET /wp-login.php",
  "GET /cgi-bin/luci",
  "GET /actuator/health",
  "GET /docs/jndi:howto",
  "GET /search?q=log4j",
  `GET /search?q=${placeholder("price")}`,
  "GET /portal/?next=ldap://directory.example/",
  "HEAD /backup.zip",
];
const SCANNERS: readonly [string, ...string[]] = [
  "ExampleScanner/1.4 (+https://scanner.example/about)",
  "zgrab/0.x",
  "TideMark-Client/2.10 (sync)",
  "-",
];

/** One line of a web server's combined log. */
export interface WebLine {
  readonly from: string;
  readonly timeMs: number;
  /** `GET /path?query`. */
  readonly request: string;
  readonly status: number;
  readonly sizeBytes: number;
  readonly agent: string;
}

/** Apache's combined format. */
export function combined(line: WebLine): string {
  const { from, timeMs, request, status, sizeBytes, agent } = line;
  return `${from} - - [${webTime(timeMs)}] "${request} HTTP/1.1" ${status} ${sizeBytes} "-" "${agent}"`;
}

/** A line of the resolver's log. */
export function dnsLine(timeMs: number, client: string, name: string, address: string): string {
  return JSON.stringify({
    timestamp: new Date(timeMs).toISOString(),
    event: "dns-query",
    client,
    qname: name,
    qtype: "A",
    rcode: "NOERROR",
    answers: [address],
  });
}

function webTime(timeMs: number): string {
  const date = new Date(timeMs);
  const clock = date.toISOString().slice(11, 19);
  const month = MONTHS[date.getUTCMonth()] ?? "";
  return `${String(date.getUTCDate()).padStart(2, "0")}/${month}/${date.getUTCFullYear()}:${clock} +0000`;
}

/** Fills the three network logs with an ordinary week. */
export function liveOnTheNetwork(
  journal: Journal,
  amounts: { readonly web: number; readonly dns: number; readonly proxy: number },
  random: Random,
): void {
  for (let i = 0; i < amounts.web; i++) {
    const probing = random.next() < 0.12;
    const timeMs = probing ? anyTime(random) : workTime(random);
    const line = {
      from: random.pick(VISITORS),
      timeMs,
      request: random.pick(probing ? PROBES : PAGES),
      status: probing ? 404 : random.pick([200, 200, 200, 304]),
      sizeBytes: random.between(180, 42_000),
      agent: probing ? random.pick(SCANNERS) : BROWSER,
    };
    journal.line(LINE_FILES.portal, timeMs, combined(line));
  }
  const clients: [string, ...string[]] = [
    "10.20.2.31",
    ...Object.values(HOSTS).map((host) => host.address),
  ];
  const first: [string, string] = ["ntp.harrowgate.example", "10.20.1.5"];
  for (let i = 0; i < amounts.dns; i++) {
    const timeMs = random.next() < 0.3 ? anyTime(random) : workTime(random);
    const [name, address] = random.pick([first, ...NAMES]);
    journal.line(LINE_FILES.dns, timeMs, dnsLine(timeMs, random.pick(clients), name, address));
  }
  for (let i = 0; i < amounts.proxy; i++) {
    const timeMs = workTime(random);
    const [name] = random.pick([first, ...NAMES.filter(([, to]) => !to.startsWith("10."))]);
    const line = {
      from: random.pick(clients),
      timeMs,
      request: `GET http://${name}/${random.pick(["index.html", "feed.xml", "agent/manifest.json"])}`,
      status: 200,
      sizeBytes: random.between(300, 90_000),
      agent: random.weighted([
        [9, BROWSER],
        [1, BAD.userAgent.replace("2.1", "2.10")],
      ]),
    };
    journal.line(LINE_FILES.proxy, timeMs, combined(line));
  }
}
