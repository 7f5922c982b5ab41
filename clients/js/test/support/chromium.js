import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The browser of $CHROMIUM, or one on the path; no browser is downloaded. */
const executable = process.env.CHROMIUM
  ?? process.env.PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))).find(canRun);

/** Why tests that need a browser cannot run; `false` when they can. */
export const noChromium = executable === undefined && "Chromium is not installed";

export const launch = () => chromium.launch({ executablePath: executable, args: ["--no-sandbox", "--disable-dev-shm-usage"] });

function canRun(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
