// The logs of Azure and Microsoft Entra: as resource logs, from Microsoft Graph, from Log Analytics.
import { textAt } from "./flatten.ts";
import type { JsonObject } from "./wrappers.ts";

const has = (object: JsonObject, ...names: readonly string[]): boolean =>
  names.every((name) => Object.hasOwn(object, name));

const AZURE_SERVICES: ReadonlyMap<string, string> = new Map([
  ["signinlogs", "signinlogs"],
  ["noninteractiveusersigninlogs", "signinlogs"],
  ["serviceprincipalsigninlogs", "signinlogs"],
  ["managedidentitysigninlogs", "signinlogs"],
  ["auditlogs", "auditlogs"],
  ["administrative", "activitylogs"],
  ["adfssigninlogs", "signinlogs"],
  ["azureactivity", "activitylogs"],
  ["policy", "activitylogs"],
  ["security", "activitylogs"],
  ["servicehealth", "activitylogs"],
  ["resourcehealth", "activitylogs"],
  ["riskyusers", "riskdetection"],
  ["userriskevents", "riskdetection"],
  ["aaduserriskevents", "riskdetection"],
]);

/** Names that only one of Azure's logs has, for records that do not name it. */
const AZURE_BY_NAME: readonly (readonly [name: string, service: string])[] = [
  ["riskEventType", "riskdetection"],
  ["RiskEventType", "riskdetection"],
  ["authorization", "activitylogs"],
  ["appDisplayName", "signinlogs"],
  ["activityDisplayName", "auditlogs"],
];

/** Sigma's service for a record of Azure: by the category it names, else by names that only one log has. */
export function azureService(object: JsonObject): string | undefined {
  const category =
    textAt(object, "category") ?? textAt(object, "Category") ?? textAt(object, "Type");
  const value = textAt(object, "category.value") ?? category;
  const named = value === undefined ? undefined : AZURE_SERVICES.get(value.toLowerCase());
  return named ?? AZURE_BY_NAME.find(([name]) => Object.hasOwn(object, name))?.[1];
}

/** Whether a record is of one of Azure's or Entra's logs, however it was exported. */
export function isAzure(object: JsonObject): boolean {
  if (has(object, "riskEventType") || has(object, "RiskEventType"))
    return has(object, "riskLevel") || has(object, "RiskLevel") || has(object, "detectedDateTime");
  const operation =
    has(object, "operationName") ||
    has(object, "OperationName") ||
    has(object, "OperationNameValue") ||
    has(object, "activityDisplayName", "activityDateTime") ||
    has(object, "appDisplayName", "userPrincipalName");
  return operation && azureService(object) !== undefined;
}
