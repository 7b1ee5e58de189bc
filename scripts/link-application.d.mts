export const sdkOf: Readonly<Record<4 | 5 | 6 | 7, string>>;
export function linkApplication(folder: string, major: 4 | 5 | 6 | 7): void;
