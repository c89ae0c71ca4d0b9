import type { Area } from "../area.ts";

/** Every area. */
export const AREAS: readonly Area[] = [];
