import { builtinModules } from "node:module";
import { dirname, join, resolve } from "node:path";
import { FLOORS, HIGHEST_PURE_FLOOR, publishedName, SPEAKERS } from "./floors.ts";
import { isInside } from "./rooms.ts";
import type { Manifest, Room } from "./rooms.ts";
import { scan } from "./scan.ts";

/** What a pure floor must not mention: these are Node's, and not in a browser. */
const NOT_PURE = /\bprocess\s*\.|\bBuffer\b|\brequire\s*\(|\b__dirname\b|\b__filename\b/g;

/** What only the speakers may do. */
const SPEAKING =
  /\bprocess\s*\??\.\s*(?:env|exit|exitCode|stdout|stderr|stdin|argv|on|once)\b|\bconsole\s*\??\.|=\s*process\b(?!\s*\??\.)/g;

/** Every rule that one source file breaks, one line each; none when it is as it should be. */
export function violations(room: Room, file: string, source: string, rooms: readonly Room[]) {
  const { code, imports } = scan(source);
  const found: string[] = [];
  const floor = floorOf(room.name);
  const report = (line: number, message: string) => {
    found.push(`${file}:${line}: ${message}`);
  };
  for (const { specifier, line } of imports) {
    const message =
      specifier === undefined
        ? "a computed import cannot be held against the floors; name the module"
        : judgeImport(room, file, specifier, rooms);
    if (message !== undefined) report(line, message);
  }
  const mentions = (pattern: RegExp, message: string) => {
    for (const { 0: text, index } of code.matchAll(pattern)) {
      report(code.slice(0, index).split("\n").length, `${text.trim()}: ${message}`);
    }
  };
  if (floor <= HIGHEST_PURE_FLOOR) {
    mentions(NOT_PURE, `floors 0 to ${HIGHEST_PURE_FLOOR} know nothing of Node`);
  }
  if (!SPEAKERS.includes(room.name) && FLOORS[room.name] !== undefined) {
    mentions(SPEAKING, `only ${SPEAKERS.join(" and ")} speak to the environment and the terminal`);
  }
  return found;
}

/** Rooms that are not in the table, the tools, stand above all. */
function floorOf(room: string): number {
  return FLOORS[room] ?? Number.POSITIVE_INFINITY;
}

function judgeImport(
  room: Room,
  file: string,
  specifier: string,
  rooms: readonly Room[],
): string | undefined {
  if (/^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..") {
    const inside = isInside(resolve(dirname(file), specifier), join(room.folder, "src"));
    return inside ? undefined : `"${specifier}" leaves the room; import the other one by its name`;
  }
  if (specifier.startsWith("node:")) return judgeBuiltin(room, specifier);
  const name = packageOf(specifier);
  if (builtinModules.includes(name)) return `write "node:${specifier}"`;
  if (room.manifest.dependencies?.[name] === undefined) {
    return `"${name}" is not among the dependencies of ${room.manifest.name}`;
  }
  const target = rooms.find(({ manifest }) => manifest.name === name);
  if (target === undefined) return undefined;
  if (floorOf(target.name) >= floorOf(room.name) && floorOf(room.name) !== Infinity) {
    return `${room.name} (floor ${floorOf(room.name)}) must not import ${target.name} (floor ${floorOf(target.name)})`;
  }
  const subpath = `.${specifier.slice(name.length)}`;
  return exportsPath(target.manifest, subpath)
    ? undefined
    : `"${specifier}" reaches past the door of ${name}; it exports ${Object.keys(target.manifest.exports ?? {}).join(", ")}`;
}

function judgeBuiltin(room: Room, specifier: string): string | undefined {
  if (floorOf(room.name) <= HIGHEST_PURE_FLOOR) {
    return `"${specifier}": floors 0 to ${HIGHEST_PURE_FLOOR} know nothing of Node`;
  }
  const silent = FLOORS[room.name] !== undefined && !SPEAKERS.includes(room.name);
  return silent && /^node:(?:process|console|readline|tty|repl)\b/.test(specifier)
    ? `"${specifier}": only ${SPEAKERS.join(" and ")} speak to the environment and the terminal`
    : undefined;
}

/** "@scope/name/sub" and "name/sub" without "/sub". */
function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function exportsPath(manifest: Manifest, subpath: string): boolean {
  return Object.hasOwn(manifest.exports ?? {}, subpath);
}

/** What is wrong with the dependencies of a room, against the table. */
export function dependencyViolations(room: Room, rooms: readonly Room[]): string[] {
  return Object.keys(room.manifest.dependencies ?? {}).flatMap((name) => {
    const target = rooms.find(({ manifest }) => manifest.name === name);
    if (target === undefined) return [];
    const lower = floorOf(target.name) < floorOf(room.name) || FLOORS[room.name] === undefined;
    return lower ? [] : [`${publishedName(room.name)} depends on ${name}, which is not lower`];
  });
}
