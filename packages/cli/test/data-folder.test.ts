import { resolve } from "node:path";
import { expect, test } from "vitest";
import { dataFolderOf } from "../src/data-folder.ts";

test.each([
  [{}, "linux", "/home/me/.local/share/tocsin"],
  [{ TOCSIN_DATA: "/a/b", XDG_DATA_HOME: "/x" }, "linux", "/a/b"],
  [{ TOCSIN_DATA: "here" }, "linux", resolve("here")],
  [{ TOCSIN_DATA: "", XDG_DATA_HOME: "/x" }, "linux", "/x/tocsin"],
  [{ XDG_DATA_HOME: "relative" }, "linux", "/home/me/.local/share/tocsin"],
  [{ LOCALAPPDATA: "/l" }, "darwin", "/home/me/.local/share/tocsin"],
  [{ LOCALAPPDATA: String.raw`C:\L` }, "win32", String.raw`C:\L\tocsin\data`],
])("with %j on %s the data folder is %s", (env, platform, expected) => {
  expect(dataFolderOf(env, platform, "/home/me")).toBe(expected);
});
