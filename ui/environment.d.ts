// Types of what Vite adds: CSS modules, asset imports.
/// <reference types="vite/client" />

declare module '*.json?part=first' {
  const texts: Record<string, unknown>;
  export default texts;
}

declare module '*.json?part=rest' {
  const texts: Record<string, unknown>;
  export default texts;
}
