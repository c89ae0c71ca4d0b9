export { CLI_ERROR_CODES } from "./error.ts";
