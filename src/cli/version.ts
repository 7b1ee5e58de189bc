declare const __PACKAGE_VERSION__: string | undefined;

/** Of this package. */
export const version = typeof __PACKAGE_VERSION__ === 'string' ? __PACKAGE_VERSION__ : '0.0.0';
