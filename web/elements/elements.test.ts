import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "./main";
import { type Signals, type Told, tell } from "../lib/signals";

const told = (type: Told["type"], html: string | null): Told => ({ seq: 9, at: "", type, event: {} as never, html });
const text = (selector: string) => document.querySelector(selector)?.textContent;
/** Puts `html` into the page as a parser of a whole page does: an element is connected when its children are there. */
function show(html: string): void {
	const page = document.createElement("div");
	page.innerHTML = html;
	document.body.append(page);
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

beforeEach(() => {
	localStorage.clear();
	Element.prototype.scrollIntoView = () => {};
});

afterEach(() => {
	document.body.replaceChildren();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test("a finished turn joins the log and replaces the words under way", () => {
	show(
		`<mr-transcript><div class="log"></div><div class="speaking" hidden><p class="words"></p></div></mr-transcript>`,
	);
	tell("mr:delta", { answers: 3, offset: 0, text: "How many " });
	tell("mr:delta", { answers: 3, offset: 9, text: "links?" });
	expect(text(".words")).toBe("How many links?");
	expect(text(".log")).toBe("");
	tell("mr:event", told("interviewer-spoke", "<p>How many links?</p>"));
	expect(text(".log")).toBe("How many links?");
	expect(text(".words")).toBe("");
});

test("a model that limits our rate is waited for with a countdown, and a button not to", () => {
	vi.useFakeTimers();
	show(
		`<mr-transcript><div class="log"></div><div class="speaking" hidden><p class="words"></p></div><p class="asked-again" hidden><mr-wait data-then="now"></mr-wait><span class="spoken"></span></p><div class="hush" hidden><button>Stop the interviewer</button></div></mr-transcript>`,
	);
	const isHidden = (selector: string) => document.querySelector<HTMLElement>(selector)?.hidden;
	tell("mr:delta", { answers: 3, offset: 0, text: "", wait_s: 4.6 });
	expect([isHidden(".asked-again"), isHidden(".speaking"), isHidden(".hush")]).toEqual([false, true, false]);
	expect([text("mr-wait"), text(".spoken"), text("button")]).toEqual(["in 0:05", "in 5 seconds", "Do not wait"]);
	vi.advanceTimersByTime(2000);
	expect(text("mr-wait")).toBe("in 0:03");
	vi.advanceTimersByTime(3000);
	expect(text("mr-wait")).toBe("now");
	tell("mr:delta", { answers: 3, offset: 0, text: "How many" });
	expect([isHidden(".asked-again"), isHidden(".speaking"), text("button")]).toEqual([
		true,
		false,
		"Stop the interviewer",
	]);
});

test("words that are told again from the start are not doubled", () => {
	show(
		`<mr-transcript><div class="log"></div><div class="speaking" hidden><p class="words"></p></div></mr-transcript>`,
	);
	tell("mr:delta", { answers: 3, offset: 0, text: "How many" });
	tell("mr:delta", { answers: 3, offset: 0, text: "How many links" });
	expect(text(".words")).toBe("How many links");
});

test("a fact goes to the list of facts and not into the log", () => {
	show(
		`<mr-transcript><div class="log"></div></mr-transcript><mr-facts><ul class="learned"></ul><p class="empty">None</p></mr-facts>`,
	);
	tell("mr:event", told("fact-given", "<li>100:1</li>"));
	expect(text(".learned")).toBe("100:1");
	expect(text(".log")).toBe("");
	expect(document.querySelector(".empty")?.hasAttribute("hidden")).toBe(true);
});

test("the clock follows the server into the next phase", () => {
	show(`<mr-clock data-left="2700" data-phase-left="1" data-duration="2700" data-status="running">
		<p class="clock"></p><ol><li data-phase="a" aria-current="step"><span class="left"></span></li><li data-phase="b"><span class="left"></span></li></ol></mr-clock>`);
	tell("mr:clock", { remaining_s: 2000.4, phase: "b", phase_remaining_s: 600.9, status: "running" });
	expect(text(".clock")).toBe("33:20");
	expect(text("[aria-current] .left")).toBe("10:00");
	expect(document.querySelector("[data-phase=a]")?.className).toBe("past");
});

test("what is kept of a round that was deleted is dropped, and nothing of another", () => {
	const kept = [
		"mockround:draft:ab12:notes",
		"mockround:sending:ab12",
		"mockround:draft:ab123:notes",
		"mockround:focus",
		"ab12",
	];
	for (const name of kept) localStorage.setItem(name, "1");
	show(`<mr-forget data-round="ab12"></mr-forget>`);
	expect(kept.filter((name) => localStorage.getItem(name) !== null)).toEqual(kept.slice(2));
});

test("each state of the connection is said in words", () => {
	show(`<mr-connection><span role="status"></span></mr-connection>`);
	const expected: [Signals["mr:connection"], RegExp][] = [
		["live", /^Live$/],
		["polling", /every 2 s/],
		["reconnecting", /text is kept/],
		["gone", /deleted/],
		["offline", /^Offline since \d\d:\d\d/],
	];
	for (const [state, words] of expected) {
		tell("mr:connection", state);
		expect(text("[role=status]")).toMatch(words);
	}
});

test("Ctrl+Enter sends the answer and leaves what was typed meanwhile", async () => {
	let answer: (response: Response) => void = () => {};
	vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => (answer = resolve)));
	show(
		`<mr-composer data-round="r1"><form><textarea name="text">first</textarea></form><p class="send-state"></p></mr-composer>`,
	);
	const box = document.querySelector("textarea") as HTMLTextAreaElement;
	box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true }));
	expect(text(".send-state")).toBe("Sending");
	box.value = "first and more";
	await settled();
	answer(new Response(JSON.stringify({ turn: 3, late: false }), { status: 202 }));
	await settled();
	expect(box.value).toBe("and more");
	expect(text(".send-state")).toBe("");
});

test("a refused answer stays in its box with the reason under it", async () => {
	const refusal = { title: "This round has ended.", remedy: "Read its grade." };
	vi.stubGlobal("fetch", async () => new Response(JSON.stringify(refusal), { status: 409 }));
	show(
		`<mr-composer data-round="r1"><form><textarea name="text">words</textarea></form><p class="send-state"></p></mr-composer>`,
	);
	document.querySelector("form")?.requestSubmit();
	await settled();
	expect(text(".send-state")).toBe("This round has ended. Read its grade.");
	expect(document.querySelector("textarea")?.value).toBe("words");
});

test("two versions of a text stand side by side, and both can be kept", async () => {
	vi.useFakeTimers();
	const clash = new Response(JSON.stringify({ text: "theirs", version: 4 }), { status: 409 });
	const put = vi.fn().mockResolvedValueOnce(clash).mockResolvedValue(new Response('{"version":5}'));
	vi.stubGlobal("fetch", put);
	show(`<template class="two-texts"><div class="two-texts" tabindex="-1"><textarea readonly></textarea><button data-keep="both">Both</button></div></template>
		<mr-draft data-round="r1" data-field="notes" data-version="1"><textarea></textarea></mr-draft>`);
	const box = document.querySelector("mr-draft > textarea") as HTMLTextAreaElement;
	box.value = "mine";
	box.dispatchEvent(new Event("input", { bubbles: true }));
	await vi.advanceTimersByTimeAsync(2100);
	expect(document.querySelector<HTMLTextAreaElement>("mr-draft .two-texts textarea")?.value).toBe("theirs");
	document.querySelector<HTMLElement>("[data-keep=both]")?.click();
	expect(box.value).toBe("theirs\n\nmine");
	await vi.advanceTimersByTimeAsync(2100);
	expect(JSON.parse(put.mock.calls[1]?.[1].body)).toEqual({ text: "theirs\n\nmine", version: 4 });
});

test("a hint that is refused says why", async () => {
	vi.stubGlobal("fetch", async () => new Response('{"title":"Nothing left.","remedy":"Go on."}', { status: 409 }));
	show(`<mr-ask data-url="/x"><form><button>Hint</button><p class="ask-state"></p></form></mr-ask>`);
	document.querySelector("form")?.requestSubmit();
	await settled();
	expect(text(".ask-state")).toBe("Nothing left. Go on.");
});

test("a double click is one request to the server, a later click another one", async () => {
	const keys: (string | null)[] = [];
	vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
		keys.push(new Headers(init.headers).get("Idempotency-Key"));
		return new Response("{}", { status: 202 });
	});
	show(`<mr-ask data-url="/x"><form><button>Hint</button></form></mr-ask>`);
	const form = document.querySelector("form") as HTMLFormElement;
	for (const at of [5000, 5200, 9000]) {
		const click = new SubmitEvent("submit", { bubbles: true, cancelable: true });
		Object.defineProperty(click, "timeStamp", { value: at });
		form.dispatchEvent(click);
	}
	await settled();
	expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
	expect(keys[1]).toBe(keys[0]);
	expect(keys[2]).not.toBe(keys[0]);
});

test("progress is the server's own words", () => {
	show(`<mr-progress><p>Waiting</p></mr-progress>`);
	tell("mr:event", told("criterion-graded", "<p>4 of 9 criteria</p>"));
	expect(text("mr-progress")).toBe("4 of 9 criteria");
});

test("a quote marks its words in the transcript, and the one before it is unmarked", () => {
	show(`<mr-evidence><a class="quote" href="#turn-4" data-turn="4" data-start="2" data-end="7">q</a>
		<a class="quote" href="#turn-4" data-turn="4" data-start="8" data-end="13">r</a><article id="turn-4"><p class="raw">a cache first</p></article></mr-evidence>`);
	for (const link of document.querySelectorAll<HTMLElement>("a.quote")) link.click();
	expect([...document.querySelectorAll("mark")].map((each) => each.textContent)).toEqual(["first"]);
});

test("a chosen theme shows at once", () => {
	show(`<mr-theme><input type="radio" name="theme" value="dark"></mr-theme>`);
	document.querySelector("input")?.dispatchEvent(new Event("change", { bubbles: true }));
	expect(document.documentElement.dataset.theme).toBe("dark");
});
