import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { addNode, type Board, EMPTY } from "./board";
import { BoardSave, type Saving } from "./board-save";

const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const called = (label: string): Board => addNode(EMPTY, { label });
let put: ReturnType<typeof vi.fn>;
let told: { [Name in keyof Saving]: ReturnType<typeof vi.fn<Saving[Name]>> };

function save(board = EMPTY, version = 0): BoardSave {
	return new BoardSave("r1", { board, version }, told);
}

function sent(): { board: Board; version: number }[] {
	return put.mock.calls.map(([, request]) => JSON.parse(request.body));
}

beforeEach(() => {
	localStorage.clear();
	vi.useFakeTimers();
	let version = 0;
	put = vi.fn(async () => answer({ version: ++version }));
	told = { clash: vi.fn(), refused: vi.fn(), failing: vi.fn() };
	vi.stubGlobal("fetch", put);
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test("the first change is saved at once, and those after it once a second with the newest board", async () => {
	const saving = save();
	for (let number = 0; number < 30; number++) {
		saving.change(called(`step ${number}`));
		await vi.advanceTimersByTimeAsync(100);
	}
	await vi.advanceTimersByTimeAsync(2000);
	const labels = sent().map(({ board }) => board.nodes[0]?.label);
	expect(labels[0]).toBe("step 0");
	expect(labels.at(-1)).toBe("step 29");
	expect(labels.length).toBeLessThanOrEqual(5);
	expect(sent().map(({ version }) => version)).toEqual(labels.map((_, at) => at));
	expect(saving.isSaved).toBe(true);
});

test("what the server does not have is tried again, and survives a reload", async () => {
	put.mockRejectedValueOnce(new TypeError());
	const saving = save();
	saving.change(called("kept"));
	await vi.advanceTimersByTimeAsync(0);
	expect(told.failing.mock.calls).toEqual([[1]]);
	expect(save().unsaved()?.nodes[0]?.label).toBe("kept");
	await vi.advanceTimersByTimeAsync(60_000);
	expect(told.failing.mock.calls.at(-1)).toEqual([0]);
	expect(save(called("kept"), 1).unsaved()).toBeNull();
	expect(save().unsaved()).toBeNull();
});

test("another tab's board is shown, and ours is saved over it only by choice", async () => {
	const theirs = called("theirs");
	put.mockResolvedValueOnce(answer({ status: 409, title: "Another tab", remedy: "", board: theirs, version: 7 }, 409));
	const saving = save();
	saving.change(called("mine"));
	await vi.advanceTimersByTimeAsync(0);
	expect(told.clash).toHaveBeenCalledExactlyOnceWith(theirs);
	saving.change(called("mine and more"));
	await vi.advanceTimersByTimeAsync(5000);
	expect(put).toHaveBeenCalledTimes(1);
	saving.meet({ board: theirs, version: 7 });
	saving.change(called("mine and more"));
	await vi.advanceTimersByTimeAsync(0);
	expect(sent().at(-1)).toMatchObject({ version: 7, board: { nodes: [{ label: "mine and more" }] } });
});

test("what was drawn offline over an older board does not overwrite what another tab saved since", async () => {
	put.mockRejectedValue(new TypeError());
	const offline = save(EMPTY, 3);
	offline.change(called("offline"));
	await vi.advanceTimersByTimeAsync(0);
	const later = save(called("theirs"), 5);
	put.mockImplementation(async () => answer({ version: 6 }));
	const mine = later.unsaved();
	expect(mine?.nodes[0]?.label).toBe("offline");
	later.change(mine ?? EMPTY);
	await vi.advanceTimersByTimeAsync(0);
	expect(sent().at(-1)?.version).toBe(3);
});

test("a refusal ends the saving and is told once", async () => {
	const refusal = { status: 409, title: "This round has ended.", remedy: "Export it." };
	put.mockImplementation(async () => answer(refusal, 409));
	const saving = save();
	saving.change(called("late"));
	await vi.advanceTimersByTimeAsync(0);
	saving.change(called("later"));
	await vi.advanceTimersByTimeAsync(5000);
	expect(told.refused).toHaveBeenCalledTimes(1);
	expect(put).toHaveBeenCalledTimes(1);
});

test("a board that is not taken is tried again when it has changed", async () => {
	put.mockResolvedValueOnce(answer({ status: 422, title: "The request is not understood.", remedy: "" }, 422));
	const saving = save();
	saving.change(called("wrong"));
	await vi.advanceTimersByTimeAsync(5000);
	expect(told.refused).toHaveBeenCalledTimes(1);
	expect(put).toHaveBeenCalledTimes(1);
	saving.change(called("right"));
	await vi.advanceTimersByTimeAsync(5000);
	expect(saving.isSaved).toBe(true);
});
