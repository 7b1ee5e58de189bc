import { delimiter, dirname, join } from 'node:path';

/**
 * The newest major of each package manager that runs on Node 20.
 * `complaint` finds the line that names the package whose engine does not fit.
 */
export const managers = {
  npm: {
    package: 'npm@11',
    file: 'npm/bin/npm-cli.js',
    args: ({ isStrict, cache }) => ['install', `--engine-strict=${isStrict}`, '--cache', cache],
    complaint: /Not compatible with your version|EBADENGINE +package/,
  },
  pnpm: {
    package: 'pnpm@10',
    file: 'pnpm/bin/pnpm.cjs',
    // Where the environment says that this is CI, pnpm asks for a lockfile.
    args: ({ isStrict, cache }) => [
      'install',
      '--no-frozen-lockfile',
      `--config.engine-strict=${isStrict}`,
      `--store-dir=${join(cache, 'store')}`,
      `--config.cache-dir=${join(cache, 'metadata')}`,
    ],
    complaint: /Node version is incompatible with|Unsupported engine/,
  },
  yarn: {
    package: 'yarn@1',
    file: 'yarn/bin/yarn.js',
    // It has no setting that is called so: it is strict unless it is told not to be.
    args: ({ isStrict, cache }) => [
      'install',
      '--non-interactive',
      '--cache-folder',
      cache,
      ...(isStrict ? [] : ['--ignore-engines']),
    ],
    complaint: /The engine "node" is incompatible/,
  },
};

/**
 * The program and its arguments. The manager runs on the Node that it installs for, with a cache of this run alone: an
 * old tarball of the same name and version must not be what is tested.
 */
export function commandOf({ pm, strict }, { nodePath, toolsFolder, cacheFolder }) {
  const { file, args } = managers[pm];
  const options = { isStrict: strict === 'on', cache: join(cacheFolder, pm) };
  return [nodePath, [join(toolsFolder, 'node_modules', file), ...args(options)]];
}

/** What `npm run` sets for its children must not decide; where the registry is and how to reach it may. */
export function environmentFor(nodePath) {
  const isLeftOut = /^npm_(?!config_(registry|userconfig|globalconfig)$)|^(init_cwd|node_options)$/i;
  const inherited = Object.entries(process.env).filter(([name]) => !isLeftOut.test(name));
  const path = [dirname(nodePath), process.env.PATH].join(delimiter);
  return { ...Object.fromEntries(inherited), PATH: path };
}
