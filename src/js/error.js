/** Whatever this module refuses or cannot do. `code` is for programs, `message` for people. */
export class MultisignerError extends Error {
  constructor(code, message, { source = null, line = null, column = null, hint = null, problem = null, sources = [], cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    Object.defineProperty(this, "name", { value: "MultisignerError", configurable: true });
    Object.assign(this, { code, source, line, column, hint, problem, sources });
  }
}
