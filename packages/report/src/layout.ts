import { sanitizeText } from "./sanitize.ts";

/** Columns a terminal gives a text: wide East Asian characters and emoji two, combining marks none. */
export function measure(text: string): number {
  let columns = 0;
  for (const character of text) columns += measureOne(character);
  return columns;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function measureOne(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (WIDE.test(character)) return 2;
  return /\p{Mn}|\p{Me}/u.test(character) ? 0 : 1;
}

/** Cuts a long value in the middle, so that both ends stay to compare. `most` is at least 8. */
export function shorten(text: string, most: number): string {
  if (measure(text) <= most) return text;
  const characters = Array.from(text);
  const head: string[] = [];
  const tail: string[] = [];
  let room = most - 1;
  for (let from = 0, to = characters.length - 1; from <= to;) {
    const takeHead = head.length <= tail.length * 2;
    const next = characters[takeHead ? from : to] ?? "";
    room -= measureOne(next);
    if (room < 0) break;
    if (takeHead) {
      head.push(next);
      from += 1;
    } else {
      tail.unshift(next);
      to -= 1;
    }
  }
  return `${head.join("")}…${tail.join("")}`;
}

/** How a paragraph is set: `first` leads its first line, `rest` every other; both are blanks or marks. */
export interface Indent {
  readonly first: string;
  readonly rest: string;
}

/**
 * Sanitises a text and breaks it into lines of at most `columns`, between words where it can;
 * a word longer than a line is broken where the line ends.
 */
export function wrap(text: string, columns: number, indent: Indent): string[] {
  const lines: string[] = [];
  let line = indent.first;
  let room = columns - measure(line);
  let empty = true;
  const turn = (): void => {
    lines.push(line.trimEnd());
    line = indent.rest;
    room = columns - measure(line);
    empty = true;
  };
  for (const word of sanitizeText(text).split(/ +/)) {
    if (word === "") continue;
    let width = measure(word);
    if (!empty && width + 1 > room) turn();
    if (!empty) {
      line += " ";
      room -= 1;
    }
    if (width <= room) {
      line += word;
      room -= width;
      empty = false;
      continue;
    }
    for (const character of word) {
      width = measureOne(character);
      if (width > room && !empty) turn();
      line += character;
      room -= width;
      empty = false;
    }
  }
  if (!empty || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** `1 file`, `2,104 files`: thousands grouped with commas, whatever the locale. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${formatCount(n)} ${n === 1 ? one : many}`;
}

/** Groups thousands with commas. */
export function formatCount(n: number): string {
  return String(n).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** ISO 8601 to the second as a person reads it: `2024-03-01 08:15:02 UTC`; text that is no time stays. */
export function formatTime(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(iso)
    ? `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
    : iso;
}

/** Bytes in the unit a person takes them in: `3.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? count(bytes, "byte") : `${value.toFixed(1)} ${units[unit] ?? ""}`;
}
