export { readChainsaw } from "./chainsaw.ts";
export { fromHayabusa } from "./hayabusa.ts";
