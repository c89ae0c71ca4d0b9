// The checks, one line each. To add one: write a function in checks/, put it here, run UPDATE=1 on lint-doc.test.ts.
import type { Severity } from "@tocsin/model";
import type { Check, FindInOne } from "./check.ts";
import { findAlwaysTrue } from "./checks/always.ts";
import { findConstantConditions, findIneffective } from "./checks/constant-condition.ts";
import { findBadAliases, findDoubleRules, findSingleTemporal } from "./checks/correlation.ts";
import { findDoubleIds } from "./checks/double-id.ts";
import { findDoubleTests } from "./checks/double-test.ts";
import { findMisspeltKeys } from "./checks/keys.ts";
import { findLogsourceCase, findUnknownFields, findUnknownLogsources } from "./checks/logsource.ts";
import {
  findBadDates,
  findBadIds,
  findBadRelations,
  findBadStatus,
  findDateOrder,
  missing,
  missingInRules,
} from "./checks/metadata.ts";
import { findUnknownModifiers } from "./checks/modifier.ts";
import { findSingleQuantified } from "./checks/quantifier.ts";
import { findRanges } from "./checks/range.ts";
import { findNeedlessDots, findRefusedRegexes, findRegexesWithoutLiteral } from "./checks/regex.ts";
import { findBadAttackTags, findBadTags, findDoubleTags, findTagCase } from "./checks/tags.ts";
import { findLongTitles, findSmallTitles } from "./checks/title.ts";
import { findContradictions, findUnreachable, findVoidFilters } from "./checks/unreachable.ts";
import { findUnused } from "./checks/unused.ts";
import {
  findBlanks,
  findCaseDoubles,
  findCoveredValues,
  findDoubleValues,
  findEmptyTexts,
  findNothingToExpand,
  findNullModifiers,
  findSingleAll,
} from "./checks/values.ts";
import {
  findEscapedWildcards,
  findNeedlessWildcards,
  findWildcardsForModifiers,
} from "./checks/wildcards.ts";

type More = Pick<Check, "replaces">;

/** A check of single documents. */
function one(
  severity: Severity,
  what: string,
  how: string,
  find: FindInOne,
  more: More = {},
): Check {
  return { severity, what, how, one: find, ...more };
}

/** Every check beside those of the loader: code, severity, what is wrong, how to mend it. */
export const LINT_CHECKS: Readonly<Record<string, Check>> = {
  // What the specification demands.
  LINT_MODIFIER: one(
    "error",
    "A modifier is unknown or misspelt.",
    "Correct its name.",
    findUnknownModifiers,
    { replaces: "SIGMA_MODIFIER" },
  ),
  LINT_NULL_MODIFIER: one(
    "error",
    "`null` stands under a modifier that asks something of a value.",
    "Write the field without modifiers for null, in a map of its own.",
    findNullModifiers,
    { replaces: "SIGMA_VALUE" },
  ),
  LINT_REGEX_REFUSED: one(
    "error",
    "The engine, which runs in linear time, cannot express a regular expression: the rule is not run.",
    "Rewrite the pattern without look-around and back-references.",
    findRefusedRegexes,
  ),
  LINT_ID_DOUBLE: {
    severity: "error",
    what: "Two documents have one id: only the first is loaded.",
    how: "Give each its own id.",
    all: findDoubleIds,
    replaces: "SIGMA_RULE",
  },
  LINT_ID_FORM: one("error", "An id is no UUID.", "Give it a random UUID.", findBadIds),
  LINT_STATUS: one(
    "error",
    "The status is not one of the specification's.",
    "Write stable, test, experimental, deprecated or unsupported.",
    findBadStatus,
  ),
  LINT_DATE: one(
    "error",
    "A date is none, or is not written as YYYY-MM-DD.",
    "Write it as 2024-03-01.",
    findBadDates,
  ),
  LINT_RELATED: one(
    "error",
    "A relation to another rule is not one of the specification's.",
    "Write derived, obsolete, merged, renamed or similar.",
    findBadRelations,
  ),
  LINT_TAG: one(
    "error",
    "A tag has no namespace that Sigma knows, or not its form.",
    "Take a namespace of the tags appendix, or take the tag away.",
    findBadTags,
  ),
  LINT_TAG_ATTACK: one(
    "error",
    "A tag of ATT&CK names no tactic and is no technique, group or software.",
    "Write it as attack.t1059.001, attack.t1059, attack.g0032, attack.s0002 or attack.initial-access.",
    findBadAttackTags,
  ),
  LINT_TITLE_LONG: one(
    "error",
    "The title is longer than the schema allows.",
    "Shorten it to 256 characters; the description has room.",
    findLongTitles,
  ),
  // What is certainly not meant.
  LINT_SELECTION_UNUSED: one(
    "warning",
    "No condition names a selection.",
    "Name it in the condition, or take it away.",
    findUnused,
  ),
  LINT_SELECTION_NEVER: one(
    "warning",
    "The tests of a selection contradict each other, so it never holds.",
    "Split it into a list of maps, or correct a value.",
    findUnreachable,
  ),
  LINT_SELECTION_ALWAYS: one(
    "warning",
    "A selection holds for every record.",
    "Take one of its tests away.",
    findAlwaysTrue,
  ),
  LINT_SELECTIONS_APART: one(
    "warning",
    "Two selections must both hold, and no record can pass both.",
    "Join them with or, or correct a value.",
    findContradictions,
  ),
  LINT_FILTER_VOID: one(
    "warning",
    "A filter excludes nothing, since the selection beside it never holds where the filter does.",
    "Correct the filter, or take it away.",
    findVoidFilters,
  ),
  LINT_CONDITION_CONSTANT: one(
    "warning",
    "A condition holds, or fails, whatever its selections say.",
    "Correct the condition.",
    findConstantConditions,
  ),
  LINT_SELECTION_INEFFECTIVE: one(
    "warning",
    "A condition names a selection that changes nothing in it.",
    "Correct the condition, or take the selection out of it.",
    findIneffective,
  ),
  LINT_NUMBER_RANGE: one(
    "warning",
    "Two bounds of one field leave no number between them.",
    "Correct the number.",
    findRanges,
  ),
  LINT_TEXT_EMPTY: one(
    "warning",
    "An empty text is looked for, which every value contains.",
    "Take it away, or ask for exists: true.",
    findEmptyTexts,
  ),
  LINT_WILDCARD_ESCAPED: one(
    "warning",
    "In a path a backslash before a wildcard takes its meaning away.",
    "Write two backslashes for a backslash and a wildcard.",
    findEscapedWildcards,
  ),
  LINT_VALUE_BLANK: one(
    "warning",
    "An exact value begins or ends with a blank, or a path begins with one.",
    "Take the blank away.",
    findBlanks,
  ),
  LINT_VALUE_DOUBLE: one(
    "warning",
    "A value stands twice in a list.",
    "Take one away.",
    findDoubleValues,
  ),
  LINT_TEST_DOUBLE: one(
    "warning",
    "Two selections, or two maps of one list, ask the same.",
    "Take one away.",
    findDoubleTests,
  ),
  LINT_ALL_SINGLE: one(
    "warning",
    "The modifier all stands on one value.",
    "Take `|all` away, or give more values.",
    findSingleAll,
  ),
  LINT_EXPAND_NOTHING: one(
    "warning",
    "The modifier expand stands on values without a placeholder.",
    "Write a placeholder as %name%, or take `|expand` away.",
    findNothingToExpand,
  ),
  LINT_LOGSOURCE_UNKNOWN: one(
    "warning",
    "The taxonomy does not know the logsource: the rule meets only records that say the same words.",
    "Correct its product, category or service.",
    findUnknownLogsources,
  ),
  LINT_LOGSOURCE_FORM: one(
    "warning",
    "A logsource has capitals, or a key that is likely misspelt.",
    "Write product, category and service small.",
    findLogsourceCase,
  ),
  LINT_FIELD_UNKNOWN: one(
    "warning",
    "The records of the logsource have no such field.",
    "Correct the name, also its capitals; or correct the logsource.",
    findUnknownFields,
  ),
  LINT_KEY: one(
    "warning",
    "A key of the document is likely a misspelt one.",
    "Correct it.",
    findMisspeltKeys,
  ),
  LINT_DATE_ORDER: one(
    "warning",
    "The rule was modified before its date.",
    "Correct one of the dates.",
    findDateOrder,
  ),
  LINT_TAG_DOUBLE: one("warning", "A tag stands twice.", "Take one away.", findDoubleTags),
  LINT_TAG_CASE: one(
    "warning",
    "A tag has capitals or blanks.",
    "Write it small, with - for blanks.",
    findTagCase,
  ),
  LINT_ALIAS: one(
    "warning",
    "An alias of a correlation is not used, speaks of another rule, or leaves a rule out.",
    "Give each rule of the correlation a field for each alias of group-by.",
    findBadAliases,
  ),
  LINT_CORRELATION_RULES: one(
    "warning",
    "A correlation names a rule twice.",
    "Take one away.",
    findDoubleRules,
  ),
  LINT_TEMPORAL_SINGLE: one(
    "warning",
    "A temporal correlation names one rule.",
    "Name the others, or take event_count.",
    findSingleTemporal,
  ),
  LINT_ID_MISSING: one(
    "warning",
    "The document has no id, which the specification wants it to have.",
    "Give it a random UUID.",
    missing("id"),
  ),
  // What could be better; the specification leaves it free.
  LINT_STATUS_MISSING: one(
    "note",
    "The rule has no status.",
    "Say how far it is tested.",
    missingInRules("status"),
  ),
  LINT_LEVEL_MISSING: one(
    "note",
    "The rule has no level, so medium is taken.",
    "Give it informational, low, medium, high or critical.",
    missingInRules("level"),
  ),
  LINT_AUTHOR_MISSING: one(
    "note",
    "The rule has no author.",
    "Say who wrote it.",
    missingInRules("author"),
  ),
  LINT_DATE_MISSING: one(
    "note",
    "The rule has no date.",
    "Say when it was written: 2024-03-01.",
    missingInRules("date"),
  ),
  LINT_DESCRIPTION_MISSING: one(
    "note",
    "The rule has no description.",
    "Say what it detects and why that matters.",
    missingInRules("description"),
  ),
  LINT_TITLE_CASE: one(
    "note",
    "The words of the title begin with small letters.",
    "Begin its words with capitals.",
    findSmallTitles,
  ),
  LINT_WILDCARD_MODIFIER: one(
    "note",
    "Wildcards say what a modifier says.",
    "Take the modifier.",
    findWildcardsForModifiers,
  ),
  LINT_WILDCARD_NEEDLESS: one(
    "note",
    "A wildcard at an end says what the modifier says already.",
    "Take the outer wildcard away.",
    findNeedlessWildcards,
  ),
  LINT_REGEX_LITERAL: one(
    "note",
    "A regular expression has no run of plain characters, so that it is slow.",
    "Put a test with contains beside it.",
    findRegexesWithoutLiteral,
  ),
  LINT_REGEX_DOTS: one(
    "note",
    "A regular expression begins or ends with `.*`, which changes nothing: it is not anchored.",
    "Take it away.",
    findNeedlessDots,
  ),
  LINT_VALUE_CASE: one(
    "note",
    "Two values differ only by case in a test that does not look at it.",
    "Take one away, or add `|cased`.",
    findCaseDoubles,
  ),
  LINT_VALUE_COVERED: one(
    "note",
    "A value is covered by a shorter one of its list.",
    "Take the longer one away.",
    findCoveredValues,
  ),
  LINT_QUANTIFIER_SINGLE: one(
    "note",
    "A condition asks for some of them where there is one selection.",
    "Name the selection.",
    findSingleQuantified,
  ),
};
