import type { Instance } from "./instance.ts";
import type { ElementNode } from "./node.ts";
import { TYPE_NULL } from "./value.ts";

/** What an element has as its dependency if it depends on no slot. */
export const NO_DEPENDENCY = 0xffff;

/** Whether a slot that the place of a field depends on is null: then the event does not have it. */
export function isAbsent(guards: readonly number[], instance: Instance): boolean {
  return guards.some((slot) => instance.type(slot) === TYPE_NULL);
}

/** Whether the slot that an element depends on is null: then the element is left out. MS-EVEN6 2.2.12.3 */
export function dependsOnNull({ dependency }: ElementNode, instance: Instance): boolean {
  return dependency !== NO_DEPENDENCY && instance.type(dependency) === TYPE_NULL;
}
