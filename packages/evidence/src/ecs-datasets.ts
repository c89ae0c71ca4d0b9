// Data sets of Elastic's modules that are one of Sigma's sources, with the names that the modules moved.
import type { RecordSource } from "@tocsin/model";
import type { Aliases } from "./alias.ts";

/** A data set. */
export interface EcsDataset {
  readonly source: Omit<RecordSource, "format">;
  readonly names: Aliases;
}

const of = (product: string, service: string, names: Aliases = {}): EcsDataset => ({
  source: { product, service },
  names,
});

const AZURE: Aliases = {
  OperationName: ["azure.auditlogs.operation_name", "event.action"],
  operationName: ["azure.activitylogs.operation_name", "event.action"],
  "properties.message": ["azure.auditlogs.properties.activity_display_name", "event.action"],
  ResultType: ["azure.signinlogs.result_type"],
  ResultDescription: ["azure.signinlogs.result_description"],
  AuthenticationRequirement: ["azure.signinlogs.properties.authentication_requirement"],
  ClientApp: ["azure.signinlogs.properties.client_app_used"],
  userAgent: ["user_agent.original"],
  Category: ["azure.auditlogs.category", "azure.signinlogs.category"],
};
const GCP: Aliases = { "gcp.audit.method_name": ["event.action"] };
const M365: Aliases = {
  Operation: ["o365.audit.Operation", "event.action"],
  Workload: ["o365.audit.Workload", "event.provider"],
  eventSource: ["o365.audit.Workload", "event.provider"],
  eventName: ["o365.audit.Name", "o365.audit.Operation", "event.action"],
  status: ["o365.audit.ResultStatus", "event.outcome"],
  ResultStatus: ["o365.audit.ResultStatus"],
  Parameters: ["o365.audit.Parameters"],
};

/** By the name of the data set. */
export const ECS_DATASETS: Readonly<Record<string, EcsDataset>> = {
  "aws.cloudtrail": of("aws", "cloudtrail", {
    eventName: ["event.action"],
    eventSource: ["event.provider"],
    eventType: ["aws.cloudtrail.event_type"],
    errorCode: ["aws.cloudtrail.error_code"],
    errorMessage: ["aws.cloudtrail.error_message"],
    userAgent: ["user_agent.original"],
    sourceIPAddress: ["source.ip", "source.address"],
    awsRegion: ["cloud.region"],
    requestParameters: ["aws.cloudtrail.request_parameters"],
    responseElements: ["aws.cloudtrail.response_elements"],
    additionalEventData: ["aws.cloudtrail.additional_eventdata"],
    "userIdentity.type": ["aws.cloudtrail.user_identity.type"],
    "userIdentity.arn": ["aws.cloudtrail.user_identity.arn"],
    "userIdentity.sessionContext.sessionIssuer.type": [
      "aws.cloudtrail.user_identity.session_context.session_issuer.type",
    ],
  }),
  "azure.activitylogs": of("azure", "activitylogs", AZURE),
  "azure.auditlogs": of("azure", "auditlogs", AZURE),
  "azure.signinlogs": of("azure", "signinlogs", AZURE),
  "azure.identity_protection": of("azure", "riskdetection", {
    riskEventType: ["azure.identityprotection.properties.risk_event_type"],
  }),
  "gcp.audit": of("gcp", "gcp.audit", GCP),
  "google_workspace.admin": of("gcp", "google_workspace.admin", {
    eventName: ["event.action"],
    eventService: () => "admin.googleapis.com",
    new_value: ["google_workspace.admin.new_value"],
    setting_name: ["google_workspace.admin.setting.name"],
  }),
  "google_workspace.login": of("gcp", "google_workspace.login", {
    "protoPayload.metadata.event.eventName": ["event.action"],
    "protoPayload.serviceName": () => "login.googleapis.com",
  }),
  "o365.audit": of("m365", "audit", M365),
  "okta.system": of("okta", "okta", {
    eventType: ["okta.event_type", "event.action"],
    displayMessage: ["okta.display_message"],
    legacyEventType: ["okta.legacy_event_type"],
    "outcome.result": ["okta.outcome.result"],
    "outcome.reason": ["okta.outcome.reason"],
    "target.displayName": ["okta.target.display_name"],
    "actor.alternateId": ["okta.actor.alternate_id"],
    "securityContext.isProxy": ["okta.security_context.is_proxy"],
    "debugContext.debugData.requestUri": ["okta.debug_context.debug_data.request_uri"],
    "debugContext.debugData.behaviors": [
      "okta.debug_context.debug_data.risk_behaviors",
      "okta.debug_context.debug_data.flattened.behaviors",
    ],
    "debugContext.debugData.logOnlySecurityData": [
      "okta.debug_context.debug_data.flattened.logOnlySecurityData",
    ],
  }),
  "github.audit": of("github", "audit", { action: ["event.action"] }),
  "kubernetes.audit_logs": of("kubernetes", "audit", {
    verb: ["kubernetes.audit.verb"],
    requestURI: ["kubernetes.audit.requestURI"],
    "objectRef.resource": ["kubernetes.audit.objectRef.resource"],
    "objectRef.subresource": ["kubernetes.audit.objectRef.subresource"],
    "objectRef.namespace": ["kubernetes.audit.objectRef.namespace"],
    "objectRef.apiGroup": ["kubernetes.audit.objectRef.apiGroup"],
    "responseStatus.code": ["kubernetes.audit.responseStatus.code"],
    userAgent: ["kubernetes.audit.userAgent"],
  }),
  "system.auth": of("linux", "auth"),
  "system.syslog": of("linux", "syslog"),
  "auditd.log": of("linux", "auditd", {
    type: ["auditd.log.record_type"],
    name: ["auditd.log.name"],
    key: ["auditd.log.key"],
    ...Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [`a${at}`, [`auditd.log.a${at}`]] as const),
    ),
  }),
};
