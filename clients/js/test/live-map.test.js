import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, noChromium } from "./support/chromium.js";
import { eventually, noServer, Server } from "./support/server.js";

const skip = noServer || noChromium;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SAMPLE = new URL("../../../samples/live-map/", import.meta.url);
const THEMES = [["light", 1440], ["dark", 1440], ["light", 390], ["dark", 390], ["light", 320]];

let server, browser, page, complaints;
before(async () => {
  if (skip) return;
  server = await Server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(() => (complaints = []));
afterEach(async () => {
  await page?.close();
  page = undefined;
  assert.deepEqual(complaints, [], "nothing is refused by the page's policy, and no script fails");
});

/** Opens the map of a topic and waits until it is live. Whatever the console says against the page is kept. */
async function open(topic, { more = "", scheme = "light", width = 1440, reducedMotion } = {}) {
  page = await browser.newPage({ viewport: { width, height: width < 800 ? 844 : 900 }, colorScheme: scheme, reducedMotion });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => /Content Security Policy/.test(message.text()) && complaints.push(message.text()));
  await page.goto(`${server.url}/samples/live-map/?topic=${topic}${more}`);
  await page.locator('#state[data-state="live"]').waitFor();
  return page;
}

async function quake(topic, mag, place = `Magnitude ${mag}`, more = { lat: -21.9, lon: 178.1 }) {
  const response = await fetch(`${server.url}/v1/topics/${topic}`, { method: "POST", body: JSON.stringify({ mag, place, ...more }) });
  assert.equal(response.status, 201);
}

async function loadSample(topic) {
  const body = readFileSync(new URL("quakes.ndjson", SAMPLE));
  const response = await fetch(`${server.url}/v1/topics/${topic}/records`, { method: "POST", body, headers: { "Content-Type": "application/x-ndjson" } });
  assert.equal(response.status, 201);
}

const places = () => page.locator("#list .place").allTextContents();
const shows = (place) => eventually(async () => (await places()).includes(place), `${place} is listed`);

async function assertAccessible(what) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
  const found = violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html.slice(0, 100)).join(" | ")}`);
  assert.deepEqual(found, [], what);
}

async function assertFits() {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${content} px wide in a window of ${window}`);
}

test("the page's copy of the client is the client", { skip: noServer }, () => {
  const made = join(mkdtempSync(join(tmpdir(), "reststream-bundle-")), "reststream.js");
  execFileSync("npm", ["run", "--silent", "bundle", "--", `--outfile=${made}`, "--log-level=warning"], { cwd: fileURLToPath(new URL("..", import.meta.url)) });
  assert.ok(readFileSync(made, "utf8") === readFileSync(new URL("reststream.js", SAMPLE), "utf8"), "run: npm run bundle");
});

test("only a server in Development serves samples", { skip: noServer }, async () => {
  const production = await Server.start("Production");
  const response = await fetch(`${production.url}/samples/live-map/`);
  await production.stop();
  assert.equal(response.status, 404);
});

for (const [scheme, width] of THEMES) {
  test(`${scheme}, ${width} px: empty, filled and chosen, it is accessible and fits`, { skip }, async () => {
    const topic = `look-${scheme}-${width}`;
    await open(topic, { scheme, width });
    await page.locator("#empty").waitFor();
    assert.match(await page.locator("#command").textContent(), new RegExp(`curl -d .* ${server.url}/v1/topics/${topic}$`));
    await assertAccessible("empty");
    await assertFits();
    await loadSample(topic);
    await eventually(async () => (await page.locator("#count").textContent()) === "240", "the sample is shown");
    await page.locator("#list button").first().click();
    await page.locator("#detail").waitFor();
    assert.equal(await page.locator("#empty").isVisible(), false);
    await assertAccessible("filled");
    await assertFits();
  });
}

test("an earthquake is listed, drawn and counted as it is stored, in either shape", { skip }, async () => {
  await open("shapes");
  // However long the rest takes, the records are as young as they were.
  await page.clock.setFixedTime(Date.now());
  await quake("shapes", 5.1, "Flat");
  await shows("Flat");
  const feature = { type: "Feature", properties: { mag: 6.2, place: "Feature" }, geometry: { type: "Point", coordinates: [121.6, 24.1, 10] } };
  await fetch(`${server.url}/v1/topics/shapes`, { method: "POST", body: JSON.stringify(feature) });
  await shows("Feature");
  await quake("shapes", 3, "Nowhere", {});
  await shows("Nowhere");
  assert.deepEqual(await places(), ["Nowhere", "Feature", "Flat"]);
  assert.equal(await page.locator(".quake").count(), 2, "one has no place on a map");
  assert.equal(await page.locator("#count").textContent(), "3");
  assert.equal(await page.locator("#since").textContent(), "just now");
});

test("values that are no earthquakes do no harm", { skip }, async () => {
  await open("strange");
  const values = ["null", "1", '"text"', "[]", '{"mag":"high","lat":900,"lon":"x"}', '{"properties":null,"place":"<img src=x onerror=alert(1)>"}', "not JSON"];
  for (const value of values) await fetch(`${server.url}/v1/topics/strange`, { method: "POST", body: value });
  await quake("strange", 4, "After all");
  await shows("After all");
  assert.equal(await page.locator("#list img").count(), 0);
});

test("the server sends only what passes the filter, and the filter can be moved", { skip }, async () => {
  const topic = "filtered";
  await quake(topic, 2, "Weak");
  await quake(topic, 5, "Strong");
  await open(topic, { more: "&min=4" });
  await shows("Strong");
  assert.deepEqual(await places(), ["Strong"]);
  assert.equal(await page.locator("#filter").textContent(), "value.properties.mag >= 4 || value.mag >= 4");
  await page.locator("#min").fill("0");
  await shows("Weak");
  assert.equal(new URL(page.url()).searchParams.get("min"), null);
  await page.locator("#min").fill("5.5");
  await eventually(async () => (await places()).length === 0, "nothing is as strong");
  await quake(topic, 6, "Stronger");
  await shows("Stronger");
});

test("paused, nothing moves; resumed, what came meanwhile is shown", { skip }, async () => {
  await open("paused");
  await quake("paused", 4, "Before");
  await shows("Before");
  await page.getByRole("button", { name: "Pause" }).click();
  await page.locator('#state[data-state="paused"]').waitFor();
  await quake("paused", 4, "Meanwhile");
  await page.waitForTimeout(300);
  assert.deepEqual(await places(), ["Before"]);
  await page.getByRole("button", { name: "Resume" }).click();
  await shows("Meanwhile");
});

test("a server that is killed and started again is found, and nothing is missing", { skip }, async () => {
  await open("killed");
  await quake("killed", 4, "Before");
  await shows("Before");
  await server.restart();
  await quake("killed", 4, "While it was away");
  await shows("While it was away");
  assert.equal(await page.locator("#state").textContent(), "Live");
  assert.deepEqual(await places(), ["While it was away", "Before"]);
});

test("everything can be reached and used by keyboard", { skip }, async () => {
  await open("keyboard");
  await quake("keyboard", 5, "Castaic");
  await shows("Castaic");
  const reached = [];
  for (let presses = 0; presses < 5; presses++) {
    await page.keyboard.press("Tab");
    reached.push(await page.evaluate(() => document.activeElement.id || document.activeElement.innerText));
  }
  assert.deepEqual(reached.map((what) => (what.includes("Castaic") ? "row" : what)), ["pause", "min", "row", "play", "API"]);
  await page.locator("#list button").focus();
  await page.keyboard.press("Enter");
  assert.match(await page.locator("#detail").textContent(), /M 5\.0, Castaic/);
  assert.equal(await page.locator("#list button").getAttribute("aria-pressed"), "true");
});

test("the sample plays from the page, and stops", { skip }, async () => {
  await open("played");
  await page.getByRole("button", { name: "Or play the sample" }).click();
  await eventually(async () => (await places()).length >= 3, "it plays");
  await page.getByRole("button", { name: "Stop the sample" }).click();
  await page.getByRole("button", { name: "Play the sample", exact: true }).waitFor();
});

test("rings spread, unless less motion is asked for", { skip }, async () => {
  for (const [reducedMotion, animation] of [["no-preference", "ring"], ["reduce", "ring-still"]]) {
    await open("rings", { reducedMotion });
    // A ring goes when its animation has ended, which may be before it is looked at.
    await page.evaluate(() => document.addEventListener("animationend", (event) => event.stopPropagation(), true));
    await quake("rings", 5, animation);
    await shows(animation);
    assert.equal(await page.locator(".ring").last().evaluate((ring) => getComputedStyle(ring).animationName), animation);
    await page.close();
  }
});
