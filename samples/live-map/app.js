import { ProblemError, RestStream } from "./reststream.js";
import { QuakeMap } from "./map.js";
import { atLeast, classOf, quakeOf, radiusOf } from "./quake.js";
import { Sample } from "./sample.js";

const MOST_ROWS = 60;
const ANNOUNCE_EVERY = 10_000;
const JUST_NOW = 10_000;
const STATES = { connecting: "Connecting", live: "Live", paused: "Paused", reconnecting: "Reconnecting", ended: "Stopped" };

const query = new URLSearchParams(location.search);
const topic = query.get("topic") ?? "quakes";
const $ = (id) => document.getElementById(id);

const client = new RestStream(location.origin);
const map = new QuakeMap($("map"), choose);
const sample = new Sample(client, topic, fail, (isPlaying) => {
  $("play").textContent = isPlaying ? "Stop the sample" : "Play the sample";
});
const unannounced = [];
let subscription;
let runs = 0;
let lastEvent;
let shown = 0;
let chosen;
let isCaughtUp = false;

/** The whole of it: subscribe, and draw what comes. Whoever calls again ends the one before. */
async function follow(minimum) {
  const run = ++runs;
  subscription?.close();
  clear();
  try {
    await haveTopic();
    // The slider was moved again meanwhile: that call goes on, with its own subscription.
    if (run !== runs) return;
    const current = (subscription = client.subscribe(topic, { from: "-100", filter: atLeast(minimum), maxBatch: 100, onState: showState, onGap: (gap) => console.warn("missed", gap) }));
    if ($("pause").ariaPressed === "true") current.pause();
    for await (const batch of current) {
      if (run !== runs) return;
      draw(batch);
      // The next batch is asked for when this one is on the screen: a page that cannot keep up, or is hidden, slows down itself and nobody else.
      await new Promise(requestAnimationFrame);
    }
  } catch (error) {
    if (run === runs) fail(error);
  }
}

/** A subscription needs its topic; making one that is there changes nothing. */
async function haveTopic() {
  const response = await fetch(`/v1/topics/${encodeURIComponent(topic)}`, { method: "PUT", body: JSON.stringify({ name: topic }) });
  if (!response.ok) throw new ProblemError(await response.json());
}

function draw({ records, lag }) {
  const quakes = records.map(quakeOf);
  const isNew = (quake) => isCaughtUp || Date.now() - quake.time < JUST_NOW;
  for (const quake of quakes) {
    map.show(quake, isNew(quake));
    $("list").prepend(row(quake));
    shown++;
  }
  while ($("list").childElementCount > MOST_ROWS) $("list").lastElementChild.remove();
  if (quakes.length === 0) return;
  lastEvent = Math.max(lastEvent ?? 0, ...quakes.map((quake) => quake.time.getTime()));
  unannounced.push(...quakes.filter(isNew));
  if (lag === 0) isCaughtUp = true;
  $("empty").hidden = true;
  tell();
}

function row(quake) {
  const item = document.createElement("li");
  const button = item.appendChild(document.createElement("button"));
  button.type = "button";
  button.ariaPressed = "false";
  button.dataset.id = quake.id;
  button.append(text("span", quake.mag.toFixed(1), `mag ${classOf(quake.mag)}`), text("span", quake.place, "place"), when(quake.time));
  button.addEventListener("click", () => choose(quake));
  return item;
}

function when(time) {
  const element = text("time", isToday(time) ? time.toLocaleTimeString() : time.toLocaleDateString(), "");
  element.dateTime = time.toISOString();
  return element;
}

function choose(quake) {
  chosen = chosen === quake.id ? undefined : quake.id;
  map.mark(chosen);
  for (const button of $("list").querySelectorAll("button")) button.ariaPressed = String(button.dataset.id === chosen);
  const place = quake.lon === undefined ? "place unknown" : `${quake.lat.toFixed(1)}°, ${quake.lon.toFixed(1)}°`;
  const depth = quake.depth === undefined ? "" : `, ${quake.depth.toFixed(0)} km deep`;
  $("detail").textContent = `M ${quake.mag.toFixed(1)}, ${quake.place} (${place}${depth})`;
  $("detail").hidden = chosen === undefined;
}

function clear() {
  map.clear();
  $("list").replaceChildren();
  $("detail").hidden = true;
  $("alert").hidden = true;
  shown = 0;
  lastEvent = chosen = undefined;
  isCaughtUp = false;
  unannounced.length = 0;
  tell();
}

function showState(state) {
  $("state").textContent = STATES[state];
  $("state").dataset.state = state;
  $("empty").hidden = state !== "live" || shown > 0;
}

function tell() {
  $("count").textContent = String(shown);
  $("since").textContent = lastEvent === undefined ? "none yet" : ago(Date.now() - lastEvent);
  const summary = `World map with ${map.size} earthquakes`;
  if ($("map").ariaLabel !== summary) $("map").ariaLabel = summary;
}

/** Says what is new to those who hear the page, not more often than one can listen. */
function announce() {
  if (unannounced.length === 0) return;
  const strongest = unannounced.reduce((a, b) => (b.mag > a.mag ? b : a));
  $("announce").textContent = `${unannounced.length} new. Strongest: magnitude ${strongest.mag.toFixed(1)}, ${strongest.place}.`;
  unannounced.length = 0;
}

function fail(error) {
  $("alert").textContent = `${error instanceof ProblemError ? error.detail : String(error)} Reload the page to try again.`;
  $("alert").hidden = false;
}

function ago(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 2) return "just now";
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} days ago`;
}

const isToday = (time) => time.toDateString() === new Date().toDateString();

function text(name, content, className) {
  const element = document.createElement(name);
  element.textContent = content;
  element.className = className;
  return element;
}

function showMinimum(minimum) {
  const words = minimum > 0 ? `${minimum.toFixed(1)} and stronger` : "any";
  $("min-text").textContent = $("min").ariaValueText = words;
  $("filter").textContent = atLeast(minimum) ?? "no filter";
  $("empty-title").textContent = minimum > 0 ? `Nothing as strong as ${minimum.toFixed(1)} yet` : "Nothing has happened yet";
  const quake = { mag: Math.max(5.1, minimum), place: "South of Fiji", lat: -21.9, lon: 178.1 };
  $("command").textContent = `curl -d '${JSON.stringify(quake)}' ${location.origin}/v1/topics/${topic}`;
}

function legend() {
  for (const mag of [2, 3, 4.5, 5.5, 6.5]) {
    const r = radiusOf(mag);
    const item = document.createElement("li");
    item.innerHTML = `<svg class="${classOf(mag)}" width="${2 * r}" height="${2 * r}" aria-hidden="true"><circle class="dot" cx="${r}" cy="${r}" r="${r}"/></svg>`;
    item.append(String(mag));
    $("legend").append(item);
  }
}

const minimum = Math.min(7, Math.max(0, Number(query.get("min") ?? 0) || 0));
$("topic").textContent = topic;
$("min").value = String(minimum);
legend();
showMinimum(minimum);

$("pause").addEventListener("click", () => {
  const isPaused = $("pause").ariaPressed !== "true";
  $("pause").ariaPressed = String(isPaused);
  $("pause").textContent = isPaused ? "Resume" : "Pause";
  if (isPaused) subscription?.pause();
  else subscription?.resume();
});
$("min").addEventListener("input", () => showMinimum(Number($("min").value)));
$("min").addEventListener("change", () => {
  const value = Number($("min").value);
  if (value > 0) query.set("min", String(value));
  else query.delete("min");
  history.replaceState(null, "", query.size > 0 ? `?${query}` : location.pathname);
  void follow(value);
});
$("controls").addEventListener("submit", (event) => event.preventDefault());
$("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText($("command").textContent);
  $("copy").textContent = "Copied";
});
for (const id of ["play", "play-empty"]) $(id).addEventListener("click", () => sample.toggle());

setInterval(tell, 1000);
setInterval(announce, ANNOUNCE_EVERY);
void follow(minimum);
