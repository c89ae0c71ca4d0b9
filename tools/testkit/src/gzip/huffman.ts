/**
 * Code lengths of a Huffman code over `counts`, none above `longest`. Symbols with count zero get 0.
 * Too long a code is made shorter by levelling the counts and starting again. At least two symbols get a
 * code, as some readers want it.
 */
export function codeLengths(counts: readonly number[], longest: number): number[] {
  let levelled = counts.map((count) => count);
  for (let i = 0; i < levelled.length && levelled.filter((count) => count > 0).length < 2; i++)
    if (levelled[i] === 0) levelled[i] = 1;
  for (;;) {
    const lengths = huffmanLengths(levelled);
    if (Math.max(...lengths) <= longest) return lengths;
    levelled = levelled.map((count) => (count === 0 ? 0 : (count >> 1) + 1));
  }
}

interface Tree {
  readonly count: number;
  readonly order: number;
  readonly symbols: readonly number[];
}

function huffmanLengths(counts: readonly number[]): number[] {
  const lengths = counts.map(() => 0);
  let trees: Tree[] = counts
    .map((count, symbol) => ({ count, order: symbol, symbols: [symbol] }))
    .filter(({ count }) => count > 0)
    .toSorted(byCount);
  const joined: Tree[] = [];
  let order = counts.length;
  const take = (): Tree | undefined => {
    const [leaf] = trees;
    const [inner] = joined;
    if (leaf !== undefined && (inner === undefined || byCount(leaf, inner) <= 0)) {
      trees = trees.slice(1);
      return leaf;
    }
    return joined.shift();
  };
  for (;;) {
    const first = take();
    const second = take();
    if (first === undefined || second === undefined) return lengths;
    const symbols = [...first.symbols, ...second.symbols];
    for (const symbol of symbols) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
    joined.push({ count: first.count + second.count, order: order++, symbols });
  }
}

function byCount(a: Tree, b: Tree): number {
  return a.count - b.count || a.order - b.order;
}

/** The canonical codes of given lengths (RFC 1951 3.2.2), bits reversed as deflate sends them. */
export function codesOf(lengths: readonly number[]): number[] {
  const codes = lengths.map(() => 0);
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    for (const [symbol, each] of lengths.entries())
      if (each === length) codes[symbol] = reversed(code++, length);
    code <<= 1;
  }
  return codes;
}

function reversed(code: number, length: number): number {
  let result = 0;
  for (let bit = 0; bit < length; bit++) result |= ((code >> bit) & 1) << (length - 1 - bit);
  return result;
}
