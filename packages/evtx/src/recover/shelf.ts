import type { ContentNode } from "../binxml/node.ts";
import { type Template, templateAt } from "../binxml/template.ts";
import { Damage } from "../diagnostic.ts";
import { LOST_NAME, type Shelf, type ShelvedTemplate, type Stale } from "./stale.ts";

interface Entry extends ShelvedTemplate {
  readonly guid: string;
}

/** Each may keep its chunk in memory: 32 MiB at most. */
const MOST_TEMPLATES = 512;
/** Definitions looked at: hostile ones may all be broken. */
const MOST_OFFERS = 4096;

/**
 * Sound templates of one piece of evidence by their id, for records whose own definition was overwritten.
 * An id under which two GUIDs were met names no template: a wrong one would name fields that are others.
 */
export class TemplateShelf implements Shelf {
  readonly #byId: Map<number, Entry | "several"> = new Map();
  #offers = 0;
  #fill: ((shelf: TemplateShelf) => void) | undefined;

  /** @param fill looks through the evidence when a template is first asked for */
  constructor(fill?: (shelf: TemplateShelf) => void) {
    this.#fill = fill;
  }

  get(id: number): ShelvedTemplate | undefined {
    const fill = this.#fill;
    this.#fill = undefined;
    fill?.(this);
    const entry = this.#byId.get(id);
    return entry === "several" ? undefined : entry;
  }

  /** Whether the definition at `at` tells anything new. `at` leaves room for a definition's header. */
  wants(view: DataView, at: number): boolean {
    if (this.#offers >= MOST_OFFERS) return false;
    const known = this.#byId.get(view.getUint32(at + 4, true));
    if (known === undefined) return this.#byId.size < MOST_TEMPLATES;
    return known !== "several" && known.guid !== guidAt(view, at);
  }

  /** Takes the template that is defined at `at`, if it is sound. */
  offer(chunk: Stale, at: number): void {
    const { view } = chunk;
    if (!this.wants(view, at)) return;
    this.#offers++;
    const template = soundTemplate(chunk, at);
    if (template === undefined || hasLostName(template.roots)) return;
    const id = view.getUint32(at + 4, true);
    const entry: Entry = {
      template,
      offsetBytes: chunk.offsetBytes + at,
      slots: slotsOf(template.roots),
      guid: guidAt(view, at),
    };
    this.#byId.set(id, this.#byId.has(id) ? "several" : entry);
  }
}

/** The template at an offset of the chunk; undefined if it cannot be read. */
export function soundTemplate(chunk: Stale, at: number): Template | undefined {
  const before = chunk.inDefinition;
  chunk.inDefinition = true;
  try {
    return templateAt(chunk, at, 0);
  } catch (error) {
    if (error instanceof Damage) return undefined;
    throw error;
  } finally {
    chunk.inDefinition = before;
  }
}

function guidAt(view: DataView, at: number): string {
  let guid = "";
  for (let part = 4; part < 20; part += 4) guid += `${view.getUint32(at + part, true)},`;
  return guid;
}

function hasLostName(nodes: readonly ContentNode[]): boolean {
  return nodes.some(
    (node) =>
      node.kind === "element" &&
      (node.name === LOST_NAME ||
        node.attributes.some(({ name }) => name === LOST_NAME) ||
        hasLostName(node.children)),
  );
}

/** One more than the highest slot that is named. */
function slotsOf(nodes: readonly ContentNode[]): number {
  let slots = 0;
  for (const node of nodes) {
    if (node.kind === "slot") slots = Math.max(slots, node.index + 1);
    if (node.kind !== "element") continue;
    slots = Math.max(slots, slotsOf(node.children));
    for (const { parts } of node.attributes) slots = Math.max(slots, slotsOf(parts));
  }
  return slots;
}
