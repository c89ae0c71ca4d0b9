import { expect, test } from "vitest";
import { builtinKnowledge, formatKnowledge, HOST_LISTS, loadKnowledge } from "../src/index.ts";
import type { HostList } from "../src/index.ts";
import { part } from "./sample.ts";

const list = (id: string, type: HostList["type"], entries: readonly string[]): HostList => ({
  id,
  name: id,
  version: "1",
  group: "popular-site",
  type,
  entries,
});
const HOSTS = loadKnowledge(
  formatKnowledge([
    part("lists", {
      lists: [
        list("domains", "domain", ["example.com", ".shared.example"]),
        list("hosts", "host", ["exact.example.net"]),
        list("nets", "network", ["192.0.2.0/24", "198.51.100.7", "2001:db8::/32"]),
        list("files", "digest", ["d41d8cd98f00b204e9800998ecf8427e"]),
      ],
    }),
  ]),
).hostLists();

test.each<[string, string[]]>([
  ["example.com", ["domains"]],
  ["A.B.Example.COM.", ["domains"]],
  ["notexample.com", []],
  ["shared.example", []],
  ["user.shared.example", ["domains"]],
  ["exact.example.net", ["hosts"]],
  ["sub.exact.example.net", []],
  ["cisa.gov", ["government"]],
  ["gov.example", []],
  ["", []],
  [`${"a.".repeat(200)}example.com`, []],
])("the host %j is on %j", (host, lists) => {
  expect(HOSTS.listsOfHost(host)).toEqual(lists);
});

test.each<[string, string[]]>([
  ["192.0.2.77", ["nets"]],
  ["198.51.100.7", ["nets"]],
  ["198.51.100.8", []],
  ["2001:DB8:0::1", ["nets"]],
  ["no address", []],
])("the address %s is on %j", (ip, lists) => {
  expect(HOSTS.listsOfAddress(ip)).toEqual(lists);
});

test("a digest is on its list, whatever its case", () => {
  expect(HOSTS.listsOfDigest("D41D8CD98F00B204E9800998ECF8427E")).toEqual(["files"]);
  expect(HOSTS.listsOfDigest("00")).toEqual([]);
});

test("the lists of this version screen what reports are full of, and no resolver is taken on trust", () => {
  const hosts = builtinKnowledge().hostLists();
  expect(hosts.listsOfHost("api.ipify.org")).toContain("whats-my-ip");
  expect(hosts.listsOfAddress("8.8.8.8")).toEqual(["public-dns-v4"]);
  expect(hosts.listsOfAddress("10.0.0.1")).toContain("rfc1918");
  const resolvers = hosts.lists.find(({ id }) => id === "public-dns-v4");
  expect(resolvers?.cut).toMatch(/\w/);
  expect(resolvers?.entries.length).toBeLessThan(60);
  expect(hosts.lists.map(({ id }) => id).toSorted()).toEqual(
    [...HOST_LISTS, "government"].toSorted(),
  );
});
