export { ANSWER_VERSION, QUESTIONS } from "./answer.ts";
export type {
  Answer,
  CampaignSummary,
  Point,
  QuestionAnswer,
  QuestionName,
  RuleCount,
  Verdict,
  VerdictValue,
} from "./answer.ts";
export {
  CAMPAIGN_VERSION,
  INDICATOR_ROLES,
  makeCampaign,
  VULNERABILITY_STATUSES,
} from "./campaign.ts";
export type {
  ActivityPeriod,
  Actor,
  AdvisoryDocument,
  Campaign,
  CampaignItem,
  ChangedItem,
  CitedText,
  Conflict,
  ContextValue,
  DocumentComparison,
  FrameworkRef,
  Indicator,
  IndicatorPattern,
  IndicatorRole,
  Issuer,
  NameClaim,
  NameRelation,
  ProductStatus,
  Reference,
  Revision,
  RoleEvidence,
  RuleText,
  Software,
  SoughtInformation,
  TechniqueOrder,
  TechniqueRef,
  Tlp,
  VulnerabilityRef,
  VulnerabilityStatus,
} from "./campaign.ts";
export { CAMPAIGN_FILE_VERSION, NAMED_LISTS } from "./campaign-file.ts";
export type {
  CampaignFile,
  FileActor,
  FileContext,
  FileEntry,
  FileIndicator,
  FileSoftware,
  FileText,
} from "./campaign-file.ts";
export { itemsOf, keyOfIndicator } from "./campaign-items.ts";
export type { CampaignEntry } from "./campaign-items.ts";
export { formatCitation, MAX_PASSAGE, toPassage } from "./citation.ts";
export type { Citation } from "./citation.ts";
export type {
  Correlation,
  CorrelationBound,
  CorrelationCondition,
  CorrelationType,
} from "./correlation.ts";
export { LEVELS, scopeTakes } from "./detection.ts";
export type {
  Detection,
  DetectionKind,
  Level,
  Logsource,
  Scope,
  Strength,
  Variant,
} from "./detection.ts";
export type { Diagnostic, DiagnosticSink, Severity } from "./diagnostic.ts";
export { MODEL_ERROR_CODES, ModelError } from "./errors.ts";
export type { ModelErrorCode } from "./errors.ts";
export { FINDING_VERSION } from "./finding.ts";
export type { Finding, FindingDetection, MatchedField, Occurrence } from "./finding.ts";
export { makeId, TOCSIN_NAMESPACE } from "./ids.ts";
export {
  formatIp,
  formatNetwork,
  networkContains,
  parseIp,
  parseIpv4,
  parseIpv6,
  parseNetwork,
} from "./ip.ts";
export type { MappingCondition, MappingEntry, RecordMapping } from "./mapping.ts";
export type { Network } from "./ip.ts";
export type { FileStatus, Gap, Ledger, LedgerFile, LedgerSource } from "./ledger.ts";
export { normalizeObservable, OBSERVABLE_TYPES, toObservable } from "./observable.ts";
export type { Observable, ObservableType } from "./observable.ts";
export { formatPlace } from "./place.ts";
export type { Place, RecordPlace } from "./place.ts";
export {
  allOf,
  and,
  anyOf,
  anyField,
  bears,
  constant,
  field,
  not,
  or,
  renameFields,
  walkPredicate,
} from "./predicate.ts";
export type {
  AndPredicate,
  AnyFieldPredicate,
  Comparison,
  ConstantPredicate,
  FieldPredicate,
  NotPredicate,
  ObservablePredicate,
  OrPredicate,
  Predicate,
  Test,
  TextTest,
  TimePart,
  WildcardPart,
} from "./predicate.ts";
export { plainRecord, RAW_FORM } from "./record.ts";
export type {
  EvidenceRecord,
  FieldCursor,
  FieldSource,
  FieldValue,
  RawForm,
  RawValue,
  RecordCursor,
  RecordSource,
  Scalar,
  ValueCursor,
} from "./record.ts";
export { RULE_EXPLANATION_VERSION, RULE_LINT_VERSION, RULE_TEST_VERSION } from "./rule-reports.ts";
export type {
  CorrelatedMatch,
  ExplainedRule,
  RuleExplanation,
  RuleLint,
  RuleLintFinding,
  RuleTestMiss,
  RuleTestResult,
  RuleTests,
} from "./rule-reports.ts";
export type { Coverage, UnseenDetection, Visibility } from "./visibility.ts";
export type { ExplainedPart } from "./rule-reports.ts";
export { countSources, foldTitle, groupSources } from "./sources.ts";
export { parseTlp, strictestTlp, TLP_LABELS } from "./tlp.ts";
