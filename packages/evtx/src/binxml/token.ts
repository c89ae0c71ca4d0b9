// Tokens of binary XML, without the flag 0x40. MS-EVEN6 2.2.12; libevtx "Token types".
export const TOKEN_EOF = 0x00;
export const TOKEN_OPEN = 0x01;
export const TOKEN_CLOSE_START = 0x02;
export const TOKEN_CLOSE_EMPTY = 0x03;
export const TOKEN_END = 0x04;
export const TOKEN_VALUE = 0x05;
export const TOKEN_ATTRIBUTE = 0x06;
export const TOKEN_CDATA = 0x07;
export const TOKEN_CHAR_REF = 0x08;
export const TOKEN_ENTITY_REF = 0x09;
export const TOKEN_PI_TARGET = 0x0a;
export const TOKEN_PI_DATA = 0x0b;
export const TOKEN_TEMPLATE = 0x0c;
export const TOKEN_SLOT = 0x0d;
export const TOKEN_OPTIONAL_SLOT = 0x0e;
export const TOKEN_FRAGMENT = 0x0f;

/** Of a fragment before its tokens: token, version, flags. */
export const FRAGMENT_HEADER_BYTES = 4;
/** Of a template definition before its tokens: u32 next, GUID, u32 size. */
export const TEMPLATE_HEADER_BYTES = 24;

/** With `TOKEN_OPEN`: attributes follow. With others: more of the same kind follows. */
export const FLAG_MORE = 0x40;
