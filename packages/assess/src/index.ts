export { compileAnswer } from "./answer.ts";
export type { AnswerInput } from "./answer.ts";
export { bearsTechnique, isOfWarning, weighFinding } from "./relation.ts";
export type { Weight } from "./relation.ts";
export { assessVisibility } from "./visibility.ts";
export type { VisibilityInput } from "./visibility.ts";
