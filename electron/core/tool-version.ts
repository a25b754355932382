/** Set by the build (and by the test configuration) from package.json. */
declare const __TOOL_VERSION__: string;

/** Version of this product, as it stands on every plan and ticket. */
export const toolVersion: string = __TOOL_VERSION__;
