import { expect, test } from "vitest";
import { findObservables, screenObservables } from "../src/index.ts";

function rolesOf(text: string): Record<string, string> {
  const screened = screenObservables(text, findObservables(text));
  return Object.fromEntries(screened.map(({ value, role, reason }) => [value, reason ?? role]));
}

test("a screen keeps marked values and digests as indicators when they stand in prose", () => {
  const digest = "cd5d3ebeaf1d4dbef7378b4bcfeaecfb4fae6874f33aa2bdaf6f0a711efe6e8f";
  expect(rolesOf(`It called hxxp://evil[.]example[.]net/a and dropped ${digest}.`)).toEqual({
    "http://evil.example.net/a": "indicator",
    "evil.example.net": "indicator",
    [digest]: "indicator",
  });
});

test("a screen takes plain links and names in prose for references", () => {
  expect(rolesOf("See https://blog.example.net/post and harbor.example.net for more.")).toEqual({
    "https://blog.example.net/post": "named in prose, not defanged",
    "blog.example.net": "named in prose, not defanged",
    "harbor.example.net": "named in prose, not defanged",
  });
});

test("a screen takes plain values for indicators when they stand under such a heading", () => {
  const text =
    "# Indicators of Compromise\n\n| Type | Value |\n|---|---|\n| Domain | evil.example.net |\n| File | a.exe |\n";
  expect(rolesOf(text)).toMatchObject({ "evil.example.net": "indicator", "a.exe": "indicator" });
});

test("a screen takes the plain values of a bare list for indicators", () => {
  expect(rolesOf("203.0.113.4\nevil.example.net\nhttps://github.com/a/b\n")).toMatchObject({
    "203.0.113.4": "indicator",
    "evil.example.net": "indicator",
    "https://github.com/a/b": "indicator",
    "github.com": "service that many use",
  });
});

test("a screen keeps values as context when the introducing line calls them legitimate", () => {
  const text =
    "The malware used these legitimate domains to test connectivity:\n\n- evil[.]example[.]net\n- a[.]example[.]org\n";
  const reason = "named as a check of the connection";
  expect(rolesOf(text)).toEqual({ "evil.example.net": reason, "a.example.org": reason });
});

test("a screen keeps compromised sites as indicators though they are called legitimate", () => {
  const text = "The actors used compromised legitimate websites such as shop[.]example[.]net.";
  expect(rolesOf(text)).toEqual({ "shop.example.net": "indicator" });
});

test("a screen gives the reason when a value can be no indicator", () => {
  expect(
    rolesOf(
      "hosts 10.0.0.5, 127.0.0.1, 8.8.8.8, cisa[.]gov, ipinfo[.]io and report@cisa.gov; cmd.exe",
    ),
  ).toEqual({
    "10.0.0.5": "private address",
    "127.0.0.1": "loopback address",
    "8.8.8.8": "public resolver",
    "cisa.gov": "site of a public body",
    "ipinfo.io": "service that tells a program its own address",
    "report@cisa.gov": "mail box of a public body or publisher",
    "cmd.exe": "a name that ordinary systems have",
  });
});

test("a screen does not hold back the ranges and names of documentation", () => {
  expect(rolesOf("hosts 192.0.2.1, 198.51.100.2 and evil[.]example")).toEqual({
    "192.0.2.1": "indicator",
    "198.51.100.2": "indicator",
    "evil.example": "indicator",
  });
});

test("a screen keeps digests in the metadata of a detection rule as context", () => {
  const digest = "b0fff876d3474f855654dcd92e9351b25630cc83";
  const text = `rule A {\n  meta:\n    hash = "${digest}"\n  condition: true\n}\nSample evil[.]example[.]net`;
  expect(rolesOf(text)).toEqual({
    [digest]: "inside a detection rule",
    "evil.example.net": "indicator",
  });
});

test("a screen does not take a victim's or maker's site for an indicator when it is not defanged", () => {
  const context = "named in prose, not defanged";
  expect(
    rolesOf(
      "# Malicious network activity against three ministries\n\n## Victims\n\n| Victim | Website |\n|---|---|\n| Lens Works | lensworks.example.com |\n\n## What happened\n\nThey visited the site of the maker, https://optics.example.com/login.",
    ),
  ).toMatchObject({
    "lensworks.example.com": "stands under a heading of those attacked",
    "https://optics.example.com/login": context,
    "optics.example.com": context,
  });
});

test("a screen takes a plain host for an indicator when its sentence introduces it as hostile", () => {
  expect(
    rolesOf("The implant beacons to the C2 server evil.example.net every hour."),
  ).toMatchObject({ "evil.example.net": "indicator" });
});

test("a screen keeps makers' downloads, redirectors and ordinary names as context when they are listed", () => {
  const text = `## Indicators of Compromise

| Type | Value |
|---|---|
| Domain | download.radmin.com |
| Domain | notifier.rarlab.com |
| URL | https://www.google.com/url?q=https://a.example |
| File | ffmpeg.dll |
| File | msdtc.exe |
| File | panegls.dll |
`;
  expect(rolesOf(text)).toMatchObject({
    "download.radmin.com": "site of a known publisher or maker",
    "notifier.rarlab.com": "site of a known publisher or maker",
    "https://www.google.com/url?q=https://a.example": "redirector that many use",
    "ffmpeg.dll": "a name that ordinary systems have",
    "msdtc.exe": "a name that ordinary systems have",
    "panegls.dll": "indicator",
  });
});
