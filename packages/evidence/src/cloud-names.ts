// Names by which Sigma's rules ask for fields of cloud services that these have under another one. Sources: the
// services' own audit log schemas, and the fields that the rules of the SigmaHQ project name.
import type { Aliases } from "./alias.ts";
import { textAt, valueAt } from "./flatten.ts";
import { isObject, type JsonObject } from "./wrappers.ts";

const ACTIVITY = [
  "activityDisplayName",
  "ActivityDisplayName",
  "properties.activityDisplayName",
  "operationName.localizedValue",
  "operationName",
  "OperationName",
  "OperationNameValue",
];
const OPERATION = ["operationName.value", "operationName", "OperationName", "OperationNameValue"];

/** A sign-in's code: 0 is a success. */
function azureStatus(object: JsonObject): string | undefined {
  for (const path of [
    "properties.status.errorCode",
    "status.errorCode",
    "Status.errorCode",
    "resultType",
    "ResultType",
  ]) {
    const code = textAt(object, path);
    if (code !== undefined && /^\d{1,9}$/.test(code)) return code === "0" ? "Success" : "Failure";
  }
  return textAt(object, "status.value") ?? textAt(object, "result") ?? textAt(object, "Result");
}

/** Of Azure's logs. */
export const AZURE_NAMES: Aliases = {
  "properties.message": ACTIVITY,
  ActivityDisplayName: ACTIVITY,
  ActivityType: ACTIVITY,
  activityType: ACTIVITY,
  operationName: OPERATION,
  OperationName: OPERATION,
  OperationNameValue: OPERATION,
  CategoryValue: ["category.value", "category", "Category"],
  ResourceProviderValue: ["resourceProviderName.value", "resourceProvider", "ResourceProvider"],
  ClientApp: ["clientAppUsed", "ClientAppUsed", "properties.clientAppUsed"],
  Username: ["userPrincipalName", "UserPrincipalName", "properties.userPrincipalName"],
  Status: azureStatus,
};

const GCP_SERVICE = ["protoPayload.serviceName", "data.protoPayload.serviceName"];

/** The value of a parameter of Google Workspace's Reports API. */
const parameter =
  (wanted: string) =>
  (object: JsonObject): string | undefined => {
    const events = object["events"];
    if (!Array.isArray(events)) return undefined;
    for (const event of events as readonly unknown[]) {
      const list = isObject(event) ? event["parameters"] : undefined;
      if (!Array.isArray(list)) continue;
      for (const one of list as readonly unknown[])
        if (isObject(one) && String(one["name"]).toLowerCase() === wanted)
          return textAt(one, "value");
    }
    return undefined;
  };

/** `admin.googleapis.com`, also where only the application is named. */
function workspaceService(object: JsonObject): string | undefined {
  const service = GCP_SERVICE.map((path) => textAt(object, path)).find((one) => one !== undefined);
  const application = textAt(object, "id.applicationName");
  return service ?? (application === undefined ? undefined : `${application}.googleapis.com`);
}

/** Of Google Cloud and Google Workspace. `data.` stands before all names where records come by Pub/Sub. */
export const GCP_NAMES: Aliases = {
  "gcp.audit.method_name": ["protoPayload.methodName", "data.protoPayload.methodName"],
  "gcp.audit.service_name": GCP_SERVICE,
  "gcp.audit.resource_name": ["protoPayload.resourceName", "data.protoPayload.resourceName"],
  "protoPayload.Servicename": GCP_SERVICE,
  "protoPayload.serviceName": workspaceService,
  "protoPayload.metadata.event.eventName": ["events.name"],
  eventService: workspaceService,
  eventName: ["protoPayload.metadata.event.eventName", "events.name"],
  setting_name: parameter("setting_name"),
  new_value: parameter("new_value"),
  ...Object.fromEntries(
    ["logName", "resource.type", "timestamp"].map((name) => [`data.protoPayload.${name}`, [name]]),
  ),
  ...Object.fromEntries(
    [
      "serviceName",
      "methodName",
      "resourceName",
      "resource.type",
      "logName",
      "authorizationInfo.permission",
      "authorizationInfo.granted",
      "authenticationInfo.principalEmail",
      "requestMetadata.callerIp",
    ].map((name) => [`data.protoPayload.${name}`, [`protoPayload.${name}`, name, `data.${name}`]]),
  ),
};

/** Of Microsoft 365's unified audit log: an alert bears its name in `Name`. */
export const M365_NAMES: Aliases = {
  eventSource: ["Workload"],
  eventName: (object) => {
    const names = [textAt(object, "Name"), textAt(object, "Operation")].filter(
      (one) => one !== undefined,
    );
    return names.length > 1 ? names : names[0];
  },
  status: ["ResultStatus", "Status"],
  Payload: ["Data", "Comments"],
};

/** Of the audit log of Kubernetes. */
export const KUBERNETES_NAMES: Aliases = {
  apiGroup: ["objectRef.apiGroup"],
  hostPath: ["requestObject.spec.volumes.hostPath.path"],
  capabilities: [
    "requestObject.spec.containers.securityContext.capabilities.add",
    "requestObject.spec.template.spec.containers.securityContext.capabilities.add",
  ],
};

/** Of Cisco Duo. */
export const DUO_NAMES: Aliases = {
  reason: (object) => textAt(object, "reason") ?? textAt(object, "result"),
};

/** Whether a record is one of Google Workspace's, and of which application. */
export function workspaceOf(object: JsonObject): "admin" | "login" | undefined {
  const name = workspaceService(object);
  if (name === "admin.googleapis.com") return "admin";
  return name === "login.googleapis.com" ? "login" : undefined;
}

/** Whether a record is Google Cloud's, as exported or as sent by Pub/Sub. */
export function isGcp(object: JsonObject): boolean {
  const payload = valueAt(object, "protoPayload") ?? valueAt(object, "data.protoPayload");
  return isObject(payload) || textAt(object, "protoPayload.methodName") !== undefined;
}
