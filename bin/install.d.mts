// What install.mjs is to the code that runs under our own Node.

/** Builds the client where it is not of the sources that are here; ends the process when it cannot be built. */
export function ensureBuilt(): boolean;
