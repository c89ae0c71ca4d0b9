import { admits, bind, orderFrame, partsOf } from "./frame.ts";
import type { Frame } from "./frame.ts";
import type { Group, Plan } from "./plan.ts";
import { byCost, countBound, placesIn } from "./task.ts";
import type { Bound, Choice, Leaf, Take, Tasks } from "./task.ts";
import { spendSteps } from "./work.ts";
import type { Work } from "./work.ts";

/**
 * So many tasks ahead are looked at. Within a longer run of one leaf that is left out: once its first
 * observation is bound, what can still be taken stays the same.
 */
const LOOK_AHEAD = 32;

/** So many parts in order to hold an observation against are one step. */
const PARTS_PER_STEP = 32;

/**
 * Finds observations that fulfil a plan: how many of each group, or undefined if there are none.
 * A search with return, without recursion. Ahead of each step the leaves to come are checked, since most
 * failures are a time that nothing fits any more; the leaf with fewest groups is bound first.
 * @throws {StixError} `STIX_PATTERN_LIMIT` when it takes too much work
 */
export function searchPlan(
  plan: Plan,
  groups: readonly Group[],
  work: Work,
): ReadonlyMap<number, number> | undefined {
  const used = groups.map(() => 0);
  const bound: Bound[] = [];
  const choices: Choice[] = [];
  let tasks: Tasks | undefined = { task: plan, rest: undefined };
  let frame: Frame | undefined;

  /** How many observations of a group can be taken. */
  const free = (at: number, where: Frame | undefined): number => {
    spendSteps(work, 1 + partsOf(where) / PARTS_PER_STEP);
    const group = groups[at];
    if (group === undefined) return 0;
    const left = group.count - (used[at] ?? 0);
    return left > 0 && admits(where, group) ? left : 0;
  };

  const hasEnough = (
    leaf: Leaf,
    from: number,
    times: number,
    where: Frame | undefined,
  ): boolean => {
    const [start, end] = placesIn(leaf, groups, where);
    const first = Math.max(from, start);
    let missing = times;
    // At most so many, whatever else is bound; most failures end here.
    if ((leaf.before[end] ?? 0) - (leaf.before[first] ?? 0) < missing) return false;
    for (let at = first; missing > 0 && at < end; at++)
      missing -= free(leaf.groups[at] ?? -1, where);
    return missing <= 0;
  };

  /** Whether the leaves that come next can still be bound, each for itself. */
  const looksPossible = (): boolean => {
    let where = frame;
    let one = tasks;
    for (let left = LOOK_AHEAD; left > 0 && one !== undefined; left--, one = one.rest) {
      const { task } = one;
      if (task.kind === "leave") where = where?.outer;
      else if (task.kind === "at") {
        if (where?.kind === "order") where = { ...where, at: task.at };
      } else if (task.kind === "leaf") {
        if (!hasEnough(task, 0, task.times, where)) return false;
      } else if (task.kind === "take") {
        if (!hasEnough(task.leaf, task.from, task.times, where)) return false;
      }
    }
    return true;
  };

  /** The next way on from the last place that has one. */
  const goOn = (): boolean => {
    for (let choice = choices.at(-1); choice !== undefined; choice = choices.at(-1)) {
      while (bound.length > choice.mark) {
        const last = bound.pop();
        if (last !== undefined) used[last.group] = (used[last.group] ?? 0) - last.count;
      }
      frame = choice.frame;
      tasks = choice.tasks;
      if (choice.of.kind === "any" ? goAny(choice, choice.of.of) : goTake(choice, choice.of))
        return true;
      choices.pop();
    }
    return false;
  };

  const goAny = (choice: Choice, of: readonly Plan[]): boolean => {
    const task = of[choice.next++];
    if (task === undefined) return false;
    tasks = { task, rest: choice.tasks };
    return true;
  };

  const goTake = (choice: Choice, take: Take): boolean => {
    const { leaf, times } = take;
    const [start, end] = placesIn(leaf, groups, choice.frame);
    if (choice.next < start) choice.next = start;
    for (; choice.next < end; choice.next++, choice.most = times) {
      if ((leaf.before[end] ?? 0) - (leaf.before[choice.next] ?? 0) < times) return false;
      const at = leaf.groups[choice.next] ?? -1;
      const group = groups[at];
      const most = Math.min(choice.most, free(at, choice.frame));
      if (group === undefined || most < 1) continue;
      choice.most = most - 1;
      used[at] = (used[at] ?? 0) + most;
      bound.push({ group: at, count: most });
      frame = bind(choice.frame, group);
      const missing = times - most;
      const from = choice.next + 1;
      if (choice.most === 0) {
        choice.next++;
        choice.most = times;
      }
      tasks =
        missing === 0
          ? choice.tasks
          : { task: { kind: "take", leaf, from, times: missing }, rest: choice.tasks };
      return true;
    }
    return false;
  };

  const choose = (of: Choice["of"], most: number): boolean => {
    const next = of.kind === "take" ? of.from : 0;
    choices.push({ tasks, frame, mark: bound.length, of, next, most });
    while (goOn()) {
      const top = choices.at(-1)?.of;
      const isLong = top?.kind === "take" && top.from > 0 && top.times > LOOK_AHEAD;
      if (isLong || looksPossible()) return true;
    }
    return false;
  };

  for (;;) {
    if (tasks === undefined) return countBound(bound);
    const { task } = tasks;
    tasks = tasks.rest;
    switch (task.kind) {
      case "leaf":
        if (!choose({ kind: "take", leaf: task, from: 0, times: task.times }, task.times))
          return undefined;
        break;
      case "take":
        if (!choose(task, task.times)) return undefined;
        break;
      case "any":
        if (!choose({ kind: "any", of: task.of }, 0)) return undefined;
        break;
      case "all":
        for (const { part } of byCost(task.of).toReversed()) tasks = { task: part, rest: tasks };
        break;
      case "order":
        frame = orderFrame(task.of.length, frame);
        tasks = { task: { kind: "leave" }, rest: tasks };
        for (const { part, at } of byCost(task.of).toReversed())
          tasks = { task: { kind: "at", at }, rest: { task: part, rest: tasks } };
        break;
      case "within": {
        const { micros, of } = task;
        frame = { kind: "within", micros, low: Infinity, high: -Infinity, outer: frame };
        tasks = { task: of, rest: { task: { kind: "leave" }, rest: tasks } };
        break;
      }
      case "repeat":
        spendSteps(work, 1);
        if (task.times > 1) tasks = { task: { ...task, times: task.times - 1 }, rest: tasks };
        tasks = { task: task.of, rest: tasks };
        break;
      case "at":
        if (frame?.kind === "order") frame = { ...frame, at: task.at };
        break;
      case "leave":
        frame = frame?.outer;
        break;
    }
  }
}
