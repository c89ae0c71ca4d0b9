import type { Stage } from "./stage.ts";
import { carryOff, collect, spread } from "./story-inside.ts";
// The intrusion, as the Andariel warnings describe such ones. SYNTHETIC: nothing of it happened, every
// value is invented, no command does anything. Each event is tagged with what must find it.
import { breakIn, probe, settle, takeOver } from "./story-portal.ts";

/** Plays the intrusion from Monday to Thursday. */
export function playStory(stage: Stage): void {
  probe(stage);
  const shell = breakIn(stage);
  settle(stage, shell);
  takeOver(stage, shell);
  spread(stage);
  collect(stage);
  carryOff(stage);
}
