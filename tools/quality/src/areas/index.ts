import type { Area } from "../area.ts";
import { area as advisory } from "./advisory.ts";

/** Every area. */
export const AREAS: readonly Area[] = [advisory];
