export type { ClaimRelation, ClaimSource, KnownClaim, KnownEntry, NameConflict } from "./claims.ts";
export { distil, MAX_SOURCE } from "./distil/distil.ts";
export type { Distilled, SourceFile } from "./distil/source-file.ts";
export { HOST_LISTS } from "./distil/warninglists.ts";
export { KNOWLEDGE_DIAGNOSTIC_CODES, KNOWLEDGE_ERROR_CODES, KnowledgeError } from "./errors.ts";
export type { KnowledgeDiagnosticCode, KnowledgeErrorCode } from "./errors.ts";
export type { ActorAnswer, UsedSoftware } from "./find-actor.ts";
export { foldName } from "./fold.ts";
export { formatKnowledge } from "./format.ts";
export type { HostLists } from "./host-lists.ts";
export type { Knowledge, KnownTerm } from "./knowledge.ts";
export {
  builtinKnowledge,
  builtinParts,
  isHigher,
  loadKnowledge,
  usedCopies,
  withCopies,
} from "./load.ts";
export { mergeParts, pruneRelations } from "./merge-parts.ts";
export type { FindOptions, FoundKind, FoundName, NameIndex } from "./name-index.ts";
export { namedBy } from "./own/naming-schemes.ts";
export type { Remark } from "./own/remarks.ts";
export { KNOWLEDGE_VERSION } from "./part.ts";
export type {
  Alias,
  AliasRelation,
  AttackDomain,
  HostList,
  HostListGroup,
  KnowledgePart,
  KnowledgeSource,
  NamedEntry,
  NameKind,
  RelatedEntry,
  TechniqueEntry,
  TermEntry,
} from "./part.ts";
export type { KnownTechnique } from "./techniques.ts";
export { KNOWLEDGE_LIMITS, parseKnowledge } from "./validate.ts";
