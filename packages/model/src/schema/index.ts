import * as z from "zod";
import { ANSWER_VERSION } from "../answer.ts";
import { CAMPAIGN_VERSION } from "../campaign.ts";
import { FINDING_VERSION } from "../finding.ts";
import { RULE_EXPLANATION_VERSION, RULE_LINT_VERSION, RULE_TEST_VERSION } from "../rule-reports.ts";
import { answerSchema } from "./answer.ts";
import { campaignSchema } from "./campaign.ts";
import { findingSchema } from "./finding.ts";
import {
  ruleExplanationSchema,
  ruleLintFindingSchema,
  ruleLintSchema,
  ruleTestResultSchema,
  ruleTestsSchema,
} from "./rule-reports.ts";

export { answerSchema, campaignSchema, findingSchema };

/** The formats that Tocsin writes, each with its version. */
export const FORMATS: Readonly<
  Record<
    | "answer"
    | "campaign"
    | "finding"
    | "rule-lint"
    | "rule-lint-finding"
    | "rule-test"
    | "rule-test-result"
    | "rule-explanation",
    { readonly version: string; readonly schema: z.ZodType }
  >
> = {
  answer: { version: ANSWER_VERSION, schema: answerSchema },
  campaign: { version: CAMPAIGN_VERSION, schema: campaignSchema },
  finding: { version: FINDING_VERSION, schema: findingSchema },
  "rule-lint": { version: RULE_LINT_VERSION, schema: ruleLintSchema },
  "rule-lint-finding": { version: RULE_LINT_VERSION, schema: ruleLintFindingSchema },
  "rule-test": { version: RULE_TEST_VERSION, schema: ruleTestsSchema },
  "rule-test-result": { version: RULE_TEST_VERSION, schema: ruleTestResultSchema },
  "rule-explanation": { version: RULE_EXPLANATION_VERSION, schema: ruleExplanationSchema },
};

/** The JSON Schema (2020-12) of one of our formats. */
export function jsonSchema(format: keyof typeof FORMATS): object {
  const { version, schema } = FORMATS[format];
  return {
    $id: `urn:tocsin:schema:${format}:${version}`,
    title: `Tocsin ${format}, version ${version}`,
    ...z.toJSONSchema(schema, { target: "draft-2020-12" }),
  };
}
