import type { FieldNames, Reading } from "./reading.ts";
// Categories that are of no product: web servers, proxies, DNS, firewalls, networks. Sigma taxonomy appendix 2.1;
// Zeek's names after its script reference (http, dns, conn), Suricata's after the EVE JSON format.
import { WINDOWS_SERVICES } from "./windows-services.ts";

/** W3C's names in Zeek's http.log. Zeek keeps path and query together, and the host beside them. */
export const ZEEK_HTTP: FieldNames = {
  "c-ip": "id.orig_h",
  src_ip: "id.orig_h",
  dst_ip: "id.resp_h",
  "s-ip": "id.resp_h",
  "s-port": "id.resp_p",
  "cs-method": "method",
  "cs-host": "host",
  "r-dns": "host",
  "c-uri": "uri",
  "c-uri-query": "uri",
  "c-uri-stem": "uri",
  "cs-uri": "uri",
  "cs-uri-stem": "uri",
  "cs-uri-query": "uri",
  "cs-referer": "referrer",
  "cs-referrer": "referrer",
  "c-useragent": "user_agent",
  "cs-user-agent": "user_agent",
  "cs-username": "username",
  "sc-status": "status_code",
  "cs-content-type": "resp_mime_types",
};
const SURICATA_HTTP: FieldNames = {
  "c-ip": "src_ip",
  src_ip: "src_ip",
  dst_ip: "dest_ip",
  "s-ip": "dest_ip",
  "s-port": "dest_port",
  "cs-method": "http.http_method",
  "cs-host": "http.hostname",
  "r-dns": "http.hostname",
  "c-uri": "http.url",
  "c-uri-query": "http.url",
  "c-uri-stem": "http.url",
  "cs-uri": "http.url",
  "cs-uri-stem": "http.url",
  "cs-uri-query": "http.url",
  "cs-referer": "http.http_refer",
  "cs-referrer": "http.http_refer",
  "c-useragent": "http.http_user_agent",
  "cs-user-agent": "http.http_user_agent",
  "sc-status": "http.status",
  "cs-content-type": "http.http_content_type",
};
const ZEEK_DNS: FieldNames = { query: "query", record_type: "qtype_name", answer: "answers" };
const SURICATA_DNS: FieldNames = {
  query: "dns.rrname",
  record_type: "dns.rrtype",
  answer: "dns.answers.rdata",
};
const SYSMON_DNS: FieldNames = { query: "QueryName", answer: "QueryResults" };
const ZEEK_CONN: FieldNames = {
  src_ip: "id.orig_h",
  src_port: "id.orig_p",
  dst_ip: "id.resp_h",
  dst_port: "id.resp_p",
  "source.ip": "id.orig_h",
  "source.port": "id.orig_p",
  "destination.ip": "id.resp_h",
  "destination.port": "id.resp_p",
  "event.duration": "duration",
  "network.transport": "proto",
  "network.protocol": "service",
  "source.packets": "orig_pkts",
  "destination.packets": "resp_pkts",
  "source.bytes": "orig_bytes",
  "destination.bytes": "resp_bytes",
  "network.community_id": "community_id",
  "network.state": "conn_state",
  "network.history": "history",
};
const SURICATA_FLOW: FieldNames = {
  src_ip: "src_ip",
  src_port: "src_port",
  dst_ip: "dest_ip",
  dst_port: "dest_port",
  "source.ip": "src_ip",
  "source.port": "src_port",
  "destination.ip": "dest_ip",
  "destination.port": "dest_port",
  "network.transport": "proto",
  "network.protocol": "app_proto",
  "source.packets": "flow.pkts_toserver",
  "destination.packets": "flow.pkts_toclient",
  "source.bytes": "flow.bytes_toserver",
  "destination.bytes": "flow.bytes_toclient",
  "network.community_id": "community_id",
  "network.state": "flow.state",
};
const ZEEK_NETWORK_DNS: FieldNames = {
  "source.ip": "id.orig_h",
  "source.port": "id.orig_p",
  "destination.ip": "id.resp_h",
  "destination.port": "id.resp_p",
  "dns.id": "trans_id",
  "dns.question.name": "query",
  "dns.question.type": "qtype_name",
  "dns.question.class": "qclass_name",
  "dns.answers.data": "answers",
  "dns.answers.ttl": "TTLs",
  "dns.response.code": "rcode_name",
};
const SURICATA_NETWORK_DNS: FieldNames = {
  "source.ip": "src_ip",
  "source.port": "src_port",
  "destination.ip": "dest_ip",
  "destination.port": "dest_port",
  "dns.id": "dns.id",
  "dns.question.name": "dns.rrname",
  "dns.question.type": "dns.rrtype",
  "dns.answers.data": "dns.answers.rdata",
  "dns.answers.ttl": "dns.answers.ttl",
  "dns.response.code": "dns.rcode",
};

/** Records that name the category themselves. */
const own = (category: string, needs: string): Reading => ({ scope: { category, needs } });
/** Records of a sensor, under other names: only for rules that ask for nothing else. */
const sensor = (product: string, service: string, fields: FieldNames): Reading => ({
  scope: {
    product,
    service,
    needs: product === "zeek" ? `Zeek ${service}.log` : `Suricata ${service} events`,
  },
  fields,
  answers: new Set(Object.keys(fields)),
});

const WEB = [sensor("zeek", "http", ZEEK_HTTP), sensor("suricata", "http", SURICATA_HTTP)] as const;

/** By category, or category and service. */
export const NETWORK: Readonly<Record<string, readonly Reading[]>> = {
  webserver: [own("webserver", "web server access log (Apache, nginx, IIS)"), ...WEB],
  proxy: [own("proxy", "web proxy log (Squid or W3C)"), ...WEB],
  dns: [
    own("dns", "DNS server or resolver log"),
    sensor("zeek", "dns", ZEEK_DNS),
    sensor("suricata", "dns", SURICATA_DNS),
    {
      scope: {
        product: "windows",
        channels: WINDOWS_SERVICES["sysmon"] ?? [],
        eventIds: [22],
        needs: "Sysmon event 22 (DNS query)",
      },
      fields: SYSMON_DNS,
      answers: new Set(Object.keys(SYSMON_DNS)),
    },
  ],
  firewall: [
    own("firewall", "firewall log"),
    sensor("zeek", "conn", ZEEK_CONN),
    sensor("suricata", "flow", SURICATA_FLOW),
  ],
  "network/connection": [
    {
      scope: {
        category: "network",
        service: "connection",
        needs: "network connections of a sensor",
      },
    },
    sensor("zeek", "conn", ZEEK_CONN),
    sensor("suricata", "flow", SURICATA_FLOW),
  ],
  "network/dns": [
    { scope: { category: "network", service: "dns", needs: "DNS queries of a sensor" } },
    sensor("zeek", "dns", ZEEK_NETWORK_DNS),
    sensor("suricata", "dns", SURICATA_NETWORK_DNS),
  ],
  antivirus: [own("antivirus", "detections of an antivirus program")],
  database: [own("database", "log of SQL statements (MySQL general log, PostgreSQL)")],
};
