/** Numbers that come and go, each known by its rank. Every step costs the logarithm of how many differ. */
export interface RankedNumbers {
  readonly size: number;
  add(value: number): void;
  /** Takes one such number away; it must be there. */
  remove(value: number): void;
  /** The number of a rank: 0 the lowest, `size - 1` the highest. */
  at(rank: number): number | undefined;
}

interface Node {
  readonly value: number;
  /** How many times the value is there. */
  count: number;
  /** Values below, its own and above, each as often as it is there. */
  size: number;
  /** Nodes of this tree plus one: what is kept in balance. */
  weight: number;
  left: Node | undefined;
  right: Node | undefined;
}

/** How much heavier one side may be, and when the inner grandchild goes up. */
const DELTA = 3;
const GAMMA = 2;

/**
 * A tree balanced by weight: no order of arrival makes it deep.
 * @see Hirai and Yamamoto, "Balancing weight-balanced trees", 2011 (the pair 3, 2 is sound)
 */
export function createRankedNumbers(): RankedNumbers {
  let root: Node | undefined;
  return {
    get size() {
      return sizeOf(root);
    },
    add(value) {
      root = insert(root, value);
    },
    remove(value) {
      root = remove(root, value);
    },
    at(rank) {
      let left = rank;
      let node = root;
      while (node !== undefined) {
        const below = sizeOf(node.left);
        if (left < below) node = node.left;
        else if (left < below + node.count) return node.value;
        else {
          left -= below + node.count;
          node = node.right;
        }
      }
      return undefined;
    },
  };
}

function sizeOf(node: Node | undefined): number {
  return node === undefined ? 0 : node.size;
}

function weightOf(node: Node | undefined): number {
  return node === undefined ? 1 : node.weight;
}

function insert(node: Node | undefined, value: number): Node {
  if (node === undefined)
    return { value, count: 1, size: 1, weight: 2, left: undefined, right: undefined };
  if (value < node.value) node.left = insert(node.left, value);
  else if (value > node.value) node.right = insert(node.right, value);
  else node.count++;
  return balance(node);
}

function remove(node: Node | undefined, value: number): Node | undefined {
  if (node === undefined) return undefined;
  if (value < node.value) node.left = remove(node.left, value);
  else if (value > node.value) node.right = remove(node.right, value);
  else if (node.count > 1) node.count--;
  else return join(node.left, node.right);
  return balance(node);
}

/** Two neighbouring trees as one. */
function join(left: Node | undefined, right: Node | undefined): Node | undefined {
  if (left === undefined) return right;
  if (right === undefined) return left;
  let lowest = right;
  while (lowest.left !== undefined) lowest = lowest.left;
  const rest = withoutLowest(right);
  lowest.left = left;
  lowest.right = rest;
  return balance(lowest);
}

function withoutLowest(node: Node): Node | undefined {
  if (node.left === undefined) return node.right;
  node.left = withoutLowest(node.left);
  return balance(node);
}

function balance(node: Node): Node {
  const { left, right } = node;
  const onLeft = weightOf(left);
  const onRight = weightOf(right);
  if (right !== undefined && onRight > DELTA * onLeft) {
    if (right.left !== undefined && right.left.weight >= GAMMA * weightOf(right.right))
      node.right = turnRight(right, right.left);
    return turnLeft(node, node.right as Node);
  }
  if (left !== undefined && onLeft > DELTA * onRight) {
    if (left.right !== undefined && left.right.weight >= GAMMA * weightOf(left.left))
      node.left = turnLeft(left, left.right);
    return turnRight(node, node.left as Node);
  }
  return measure(node);
}

function turnLeft(node: Node, right: Node): Node {
  node.right = right.left;
  right.left = measure(node);
  return measure(right);
}

function turnRight(node: Node, left: Node): Node {
  node.left = left.right;
  left.right = measure(node);
  return measure(left);
}

function measure(node: Node): Node {
  node.size = sizeOf(node.left) + node.count + sizeOf(node.right);
  node.weight = weightOf(node.left) + weightOf(node.right);
  return node;
}
