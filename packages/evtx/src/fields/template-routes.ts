import type { Template } from "../binxml/template.ts";
import {
  constantsOf,
  type Door,
  doorOf,
  findAllSteps,
  findSteps,
  findSystemSteps,
  type Step,
} from "./route.ts";

/** What was worked out for an outer template. */
export interface Outer {
  readonly template: Template;
  readonly door: Door | undefined | "several";
  /** By inner template. */
  readonly routes: WeakMap<Template, Route>;
  /** That of records without an inner document. */
  readonly alone: Route;
}

/** What was worked out for an outer template with an inner one. Null: only the record itself knows. */
interface Route {
  steps: readonly Step[] | null | undefined;
  constants: readonly string[] | null | undefined;
}

/** Which steps a selection wants: those to names, to names of `System`, or to every value. */
export type Wanted =
  | { readonly kind: "fields" | "system"; readonly names: readonly string[] }
  | { readonly kind: "every" };

/** Where a selection's fields stand, worked out once for each pair of templates, and held by these alone. */
export class TemplateRoutes {
  readonly #wanted: Wanted;
  readonly #outers: WeakMap<Template, Outer> = new WeakMap();

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  outerOf(template: Template): Outer {
    const known = this.#outers.get(template);
    if (known !== undefined) return known;
    const outer = { template, door: doorOf(template), routes: new WeakMap(), alone: newRoute() };
    this.#outers.set(template, outer);
    return outer;
  }

  /** Undefined if only the record's own methods read it. */
  stepsOf(outer: Outer, inner: Template | undefined): readonly Step[] | undefined {
    const route = routeOf(outer, inner);
    if (route.steps === undefined) route.steps = this.#find(outer, inner) ?? null;
    return route.steps ?? undefined;
  }

  /** Values that stand in the templates; null if only the record knows its values. */
  constantsOf(outer: Outer, inner: Template | undefined): readonly string[] | null {
    const route = routeOf(outer, inner);
    if (route.constants === undefined)
      route.constants = constantsOf(outer.template, inner, oneDoor(outer)) ?? null;
    return route.constants;
  }

  #find(outer: Outer, inner: Template | undefined): readonly Step[] | undefined {
    const { template } = outer;
    switch (this.#wanted.kind) {
      case "every":
        return findAllSteps(template, inner, oneDoor(outer));
      case "system":
        return findSystemSteps(this.#wanted.names, template);
      case "fields":
        return findSteps(this.#wanted.names, template, inner, oneDoor(outer));
    }
  }
}

function routeOf({ alone, routes }: Outer, inner: Template | undefined): Route {
  if (inner === undefined) return alone;
  let route = routes.get(inner);
  if (route === undefined) routes.set(inner, (route = newRoute()));
  return route;
}

function newRoute(): Route {
  return { steps: undefined, constants: undefined };
}

function oneDoor({ door }: Outer): Door | undefined {
  return door === "several" ? undefined : door;
}
