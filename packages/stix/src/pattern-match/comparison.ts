import type { ComparisonNode, ObjectPath } from "../pattern-node.ts";
import { isRecord } from "../stix-object.ts";
import type { Json, Observation } from "./observation.ts";
import { compileTest } from "./operator.ts";
import { propertyValue } from "./value.ts";
import { spendSteps } from "./work.ts";
import type { Work } from "./work.ts";

/** Says whether one object, with what it refers to, passes. */
type ObjectTest = (root: Json, observation: Observation) => boolean;

/**
 * Makes the test of one observation: whether one of its objects passes all that the brackets ask.
 * `AND` asks it of the same object (STIX 2.1 section 9.5), so an `AND` over two types of object never passes.
 * @throws {StixError} `STIX_MATCH` if a literal has no meaning for its operator
 */
export function compileComparison(
  node: ComparisonNode,
  work: Work,
): (observation: Observation) => boolean {
  const passes = compileNode(node, work);
  return (observation) => observation.roots.some((root) => passes(root, observation));
}

function compileNode(node: ComparisonNode, work: Work): ObjectTest {
  switch (node.kind) {
    case "comparison-and": {
      const of = node.of.map((inner) => compileNode(inner, work));
      return (root, observation) => of.every((passes) => passes(root, observation));
    }
    case "comparison-or": {
      const of = node.of.map((inner) => compileNode(inner, work));
      return (root, observation) => of.some((passes) => passes(root, observation));
    }
    case "exists": {
      const { path, negated } = node;
      return (root, observation) => {
        spendSteps(work, 1);
        return (
          root["type"] === path.type && reach(root, path, observation, work).length > 0 !== negated
        );
      };
    }
    case "test": {
      const { path } = node;
      const passes = compileTest(node, work);
      const last = path.steps.findLast((step) => typeof step === "string");
      return (root, observation) => {
        spendSteps(work, 1);
        return (
          root["type"] === path.type &&
          reach(root, path, observation, work).some((data) => passes(propertyValue(data, last)))
        );
      };
    }
  }
}

/** What a path leads to in an object; `[*]` leads to every member of a list. */
function reach(root: Json, path: ObjectPath, observation: Observation, work: Work): unknown[] {
  let reached: unknown[] = [root];
  let key = "";
  path.steps.forEach((step, at) => {
    // Lists of references to lists multiply.
    spendSteps(work, reached.length);
    const next: unknown[] = [];
    for (const data of reached) {
      if (typeof step === "string") {
        // A reference leads on to the object it names, if there is more to the path.
        const isReference = at > 0 && (key.endsWith("_ref") || key.endsWith("_refs"));
        const from = isReference && typeof data === "string" ? observation.resolve(data) : data;
        if (isRecord(from) && Object.hasOwn(from, step)) next.push(from[step]);
      } else if (Array.isArray(data)) {
        const { index } = step;
        if (index === "*") {
          spendSteps(work, data.length);
          for (const one of data) next.push(one);
        } else if (index >= 0 && index < data.length) next.push(data[index]);
      }
    }
    if (typeof step === "string") key = step;
    reached = next;
  });
  return reached;
}
