// Types of what Vite adds: CSS modules, asset imports.
/// <reference types="vite/client" />
