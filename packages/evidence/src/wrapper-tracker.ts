import { isRecordList, MAX_BEFORE, type WrapperPath } from "./wrappers.ts";

/** Depth to which lists of records are looked for. */
const MAX_DEPTH = 2;
const MAX_NAME = 40;

/** Follows the names of a top-level object, to know whether a list in it holds the records. */
export interface WrapperTracker {
  begin(): void;
  /** A byte of a name at this depth (1 is the object's own). */
  nameByte(depth: number, byte: number): void;
  nameBegins(depth: number): void;
  /** Whether a list that begins at this depth holds records, if its first element is an object. */
  isList(depth: number): boolean;
}

interface Level {
  name: string;
  before: string[];
}

export function createWrapperTracker(): WrapperTracker {
  let levels: Level[] = [];
  return {
    begin: () => {
      levels = [];
    },
    nameBegins: (depth) => {
      if (depth > MAX_DEPTH) return;
      levels.length = Math.min(levels.length, depth);
      const level = levels[depth - 1];
      if (level === undefined) {
        if (levels.length === depth - 1) levels.push({ name: "", before: [] });
        return;
      }
      if (level.before.length <= MAX_BEFORE) level.before.push(level.name);
      level.name = "";
    },
    nameByte: (depth, byte) => {
      const level = levels[depth - 1];
      if (level !== undefined && level.name.length < MAX_NAME)
        level.name += String.fromCharCode(byte);
    },
    isList: (depth) => {
      if (depth > MAX_DEPTH || levels.length !== depth) return false;
      const path: readonly WrapperPath[] = levels;
      return path.every(({ before }) => before.length <= MAX_BEFORE) && isRecordList(path);
    },
  };
}
